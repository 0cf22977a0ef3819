//! URL types as fields of settings: every layer, every form, and what their problems say.

use std::collections::BTreeMap;

use tactful::{
    CacheBackend, CacheUrl, Context, DatabaseEngine, DatabaseParts, DatabaseUrl, EmailTransport, EmailUrl,
    ExposeSecret, LoadError, Overrides, SearchUrl, ServiceUrl, Settings,
};

use crate::support::{loader_in, problems, project, write};

const CANARY: &str = "kQ7vZ2xJ9mW4bT";
const EMPTY: (&str, &str) = ("settings.toml", "");

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml")]
struct Shop {
    #[settings(env = "DATABASE_URL")]
    database_url: DatabaseUrl,
    #[settings(default = "redis://localhost:6379/0")]
    redis_url: CacheUrl,
    #[settings(default = "console://")]
    email_url: EmailUrl,
    sentry_dsn: Option<ServiceUrl>,
    #[settings(default = [])]
    caches: Vec<CacheUrl>,
    #[settings(default)]
    databases: BTreeMap<String, DatabaseUrl>,
    #[settings(nested)]
    reports: Option<DatabaseParts>,
    search: Option<SearchUrl>,
}

fn password(url: &DatabaseUrl) -> Option<&str> {
    url.password().map(ExposeSecret::expose_secret)
}

#[test]
fn required_defaulted_optional_listed_and_mapped() {
    let shop = Shop::from_pairs([
        ("DATABASE_URL", "postgres://shop:p%40ss@db1,db2:5433/orders?sslmode=verify-full"),
        ("SHOP_SENTRY_DSN", "https://0123456789abcdef@sentry.example/42"),
        ("SHOP_CACHES", "redis://a/1,rediss://:x%2Cy@b/2"),
        ("SHOP_DATABASES__REPLICA", "mysql://u:p@replica/orders"),
        ("SHOP_DATABASES__ARCHIVE", "sqlite:////var/archive.db"),
        ("SHOP_REPORTS_ENGINE", "postgres"),
        ("SHOP_REPORTS_HOST", "reports"),
        ("SHOP_REPORTS_PASSWORD", "p@s/s?"),
    ])
    .unwrap();
    assert_eq!(shop.database_url.hosts().len(), 2);
    assert_eq!(password(&shop.database_url), Some("p@ss"));
    assert_eq!(shop.redis_url.host(), Some("localhost"));
    assert!(matches!(shop.email_url.transport(), EmailTransport::Console));
    assert!(shop.sentry_dsn.is_some() && shop.search.is_none());
    assert_eq!(shop.caches.iter().map(CacheUrl::database_index).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(shop.caches[1].password().map(ExposeSecret::expose_secret), Some("x,y"));
    assert_eq!(shop.databases.keys().collect::<Vec<_>>(), ["archive", "replica"]);
    assert_eq!(shop.databases["archive"].engine(), DatabaseEngine::Sqlite);
    assert_eq!(password(&shop.reports.unwrap().url().unwrap()), Some("p@s/s?"));

    let shop = Shop::from_pairs([("DATABASE_URL", "sqlite::memory:")]).unwrap();
    assert!(shop.database_url.is_memory() && shop.reports.is_none() && shop.caches.is_empty());
}

/// One URL through each layer, as text; where a layer has them, as a table and as JSON text too.
#[test]
fn from_every_layer() {
    let url = format!("postgres://shop:{CANARY}@db/orders");
    let json = format!(
        r#"{{"engine": "postgres", "host": "db", "username": "shop", "password": "{CANARY}", "dbname": "orders"}}"#
    );
    let toml = format!("database_url = \"{url}\"");
    let table = format!(
        "[database_url]\nengine = 'postgres'\nhost = 'db'\nuser = 'shop'\npassword = '{CANARY}'\nname = 'orders'"
    );
    let expected: DatabaseUrl = url.parse().unwrap();
    let sound = |loaded: Result<Shop, LoadError>, from: &str| match loaded {
        Ok(shop) => assert_eq!(shop.database_url, expected, "{from}"),
        Err(error) => panic!("{from}: {error}"),
    };

    for text in [&url, &json] {
        sound(Shop::from_pairs([("DATABASE_URL", text)]), "environment");
        let folder = project(&[EMPTY, ("secret", &format!("{text}\n"))]);
        sound(loader_in(folder.path(), &[("DATABASE_URL_FILE", "secret")]).load(), "NAME_FILE");
        let folder = project(&[EMPTY, (".env", &format!("DATABASE_URL='{text}'\n"))]);
        sound(loader_in(folder.path(), &[]).load(), "dotenv");
        let folder = project(&[EMPTY, ("secrets/database_url", text)]);
        sound(loader_in(folder.path(), &[("SETTINGS_SECRETS_DIRS", "secrets")]).load(), "secrets directory");
        let overrides = Overrides::pairs([("database_url", text.as_str())]);
        sound(Shop::loader().context(Context::from_pairs([("A", "b")])).push(overrides).load(), "overrides");
    }
    for document in [&toml, &table] {
        let folder = project(&[("settings.toml", document)]);
        sound(loader_in(folder.path(), &[]).load(), "config file");
    }
}

#[test]
fn a_password_in_a_config_file_is_told() {
    let folder = project(&[]);
    for document in [
        format!("database_url = 'postgres://shop:{CANARY}@db/orders'"),
        format!("database_url = {{engine = 'postgres', password = '{CANARY}'}}"),
    ] {
        write(folder.path(), "settings.toml", &document);
        let error = loader_in::<Shop>(folder.path(), &[]).profile("production").load().unwrap_err();
        assert_eq!(problems(&error), ["insecure database_url"], "{error}");
        assert!(!format!("{error} {error:?}").contains(CANARY), "{error}");
    }
    write(folder.path(), "settings.toml", "database_url = 'postgres://shop@db/orders'");
    loader_in::<Shop>(folder.path(), &[]).profile("production").load().unwrap();
}

/// What is wrong, in which part, and how to write it; neither the password nor the URL.
#[test]
fn problems_name_the_part_and_show_nothing() {
    for (text, words) in [
        (format!("postgers://shop:{CANARY}@db/orders"), &["postgres", "scheme"][..]),
        (format!("postgres://shop:{CANARY}/x@db/orders"), &["%2F"]),
        (format!("postgres://shop:{CANARY}@db:port/orders"), &["port"]),
        (format!("postgres://shop:{CANARY}@db:65536/orders"), &["port"]),
        (format!("postgres://shop:{CANARY}@db/orders?sslmode=perhaps"), &["sslmode"]),
        (format!("postgres://shop:{CANARY}%zz@d%zzb/orders"), &["%"]),
        (format!("sqlite://shop:{CANARY}@host/orders"), &["knows no user"]),
        ("sqlite://db.example/orders".to_owned(), &["host"]),
        (CANARY.to_owned(), &["://"]),
    ] {
        for layer in ["env", "file"] {
            let folder = project(&[EMPTY, ("url", &text)]);
            let pair = if layer == "env" { ("DATABASE_URL", &*text) } else { ("DATABASE_URL_FILE", "url") };
            let error = loader_in::<Shop>(folder.path(), &[pair]).load().unwrap_err();
            let said = format!("{error}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
            assert!(!said.contains(CANARY), "{said}");
            assert_eq!(problems(&error), ["invalid DATABASE_URL"], "{said}");
            assert!(words.iter().any(|word| said.contains(word)), "{words:?} in {said}");
            let origin = error.report().problems()[0].origin().map(ToString::to_string).unwrap_or_default();
            assert!(origin.contains(if layer == "env" { "env" } else { "named by env DATABASE_URL_FILE" }), "{origin}");
        }
    }
}

#[test]
fn explanations_show_all_but_the_secret() {
    let context = Context::from_pairs([
        ("DATABASE_URL", format!("postgres://shop:{CANARY}@db/orders?application_name=shop&api_key={CANARY}")),
        ("SHOP_CACHES", format!("redis://:{CANARY}@a/1")),
        ("SHOP_DATABASES__REPLICA", format!("mysql://u:{CANARY}@replica/orders")),
        ("SHOP_REPORTS_ENGINE", "postgres".to_owned()),
        ("SHOP_REPORTS_PASSWORD", CANARY.to_owned()),
    ]);
    let loader = Shop::loader().context(context);
    let shown = format!("{}", loader.explain());
    assert!(!shown.contains(CANARY), "{shown}");
    assert!(shown.contains("postgres://shop:[REDACTED]@db/orders?"), "{shown}");
    assert!(shown.contains("mysql://u:[REDACTED]@replica/orders"), "{shown}");
    assert!(shown.contains("console://"), "{shown}");
    let printed = format!("{:?}", loader.load().unwrap());
    assert!(!printed.contains(CANARY) && printed.contains("postgres://shop:[REDACTED]@db"), "{printed}");
}

#[test]
fn each_bad_item_is_told_by_its_place() {
    let error = Shop::from_pairs([
        ("DATABASE_URL", "sqlite::memory:"),
        ("SHOP_CACHES", "redis://a/1,radis://b"),
        ("SHOP_DATABASES__REPLICA", "postgres://db:0"),
        ("SHOP_EMAIL_URL", "smtp://user:p@s%0D%0As@mail"),
        ("SHOP_SEARCH", "elastic://x"),
        ("SHOP_REPORTS_HOST", "reports"),
    ])
    .unwrap_err();
    let found = problems(&error);
    let expected = [
        "invalid SHOP_EMAIL_URL",
        "invalid SHOP_CACHES",
        "invalid SHOP_DATABASES__REPLICA",
        "missing SHOP_REPORTS_ENGINE",
        "invalid SHOP_SEARCH",
    ];
    assert_eq!(found, expected, "{error}");
    assert!(error.to_string().contains("redis"), "a suggestion for the scheme: {error}");
}

#[test]
fn defaults_are_verified() {
    assert!(Shop::schema().verify().is_ok());
    assert_eq!(
        Shop::from_pairs([("DATABASE_URL", "sqlite::memory:")]).unwrap().redis_url.backend(),
        CacheBackend::Redis
    );
}
