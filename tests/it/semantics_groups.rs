//! Groups, options, maps, lists and tagged enums, in every way in which layers can write and mix them.

use std::collections::{BTreeMap, HashMap};

use tactful::{
    ConfigFile, Context, Env, ExposeSecret as _, Group, Loader, Overrides, SecretString, SecretsDir, Settings, Stack,
};

use crate::support::{loader_in, problems, project, warnings};

#[derive(Debug, Settings)]
struct Fleet {
    #[settings(nested)]
    workers: Vec<Worker>,
    #[settings(nested)]
    sites: BTreeMap<String, Site>,
    limits: Option<BTreeMap<String, u32>>,
}

#[derive(Debug, PartialEq, Settings)]
struct Worker {
    name: String,
    #[settings(default = 1)]
    threads: u8,
}

#[derive(Debug, PartialEq, Settings)]
struct Site {
    url: String,
    #[settings(nested)]
    replicas: Vec<Replica>,
    #[settings(nested)]
    mail: Option<Mail>,
}

#[derive(Debug, PartialEq, Settings)]
struct Replica {
    host: String,
}

#[derive(Debug, PartialEq, Settings)]
struct Mail {
    host: String,
    #[settings(nested)]
    login: Option<Login>,
}

#[derive(Debug, PartialEq, Settings)]
struct Login {
    user: String,
    #[settings(default = 3)]
    tries: u8,
}

const FILE: &str = "[limits]\nb = 2\n[[workers]]\nname = 'w'\n[sites.EU-west]\nurl = 'u'\n";

fn outcome<T: Settings + std::fmt::Debug>(loader: &Loader<T>) -> String {
    match loader.load_with_report() {
        Ok(loaded) if loaded.report().warnings().is_empty() => format!("{:?}", loaded.settings()),
        Ok(loaded) => format!("{:?} but {:?}", loaded.settings(), warnings(loaded.report())),
        Err(error) => problems(&error).join("; "),
    }
}

/// Above a file that has one of each.
#[track_caller]
fn check(pairs: &[(&str, &str)], overrides: &[(&str, &str)], expected: impl Fn(&Fleet) -> bool) {
    let folder = project(&[("s.toml", FILE)]);
    let stack =
        Stack::new().push(ConfigFile::new("s.toml")).push(Env::new()).push(Overrides::pairs(overrides.iter().copied()));
    let loader = loader_in::<Fleet>(folder.path(), pairs).stack(stack);
    match loader.load() {
        Ok(fleet) => assert!(expected(&fleet), "{}", outcome(&loader)),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn environment_json_and_documents_mix() {
    check(&[("WORKERS", "[]")], &[], |fleet| fleet.workers.is_empty());
    check(&[("WORKERS", r#"[{"name": "a"}, {"name": "b"}]"#), ("WORKERS__1__THREADS", "9")], &[], |fleet| {
        fleet.workers.len() == 2 && fleet.workers[1] == Worker { name: "b".into(), threads: 9 }
    });
    check(&[("WORKERS__0", r#"{"name": "a"}"#), ("WORKERS__1__NAME", "b")], &[], |fleet| fleet.workers.len() == 2);
    check(&[("WORKERS__0__NAME", "env")], &[("workers.0.name", "over")], |fleet| {
        fleet.workers == [Worker { name: "over".into(), threads: 1 }]
    });
    check(&[], &[("workers", r#"[{"name": "j"}]"#), ("sites.new", r#"{"url": "n"}"#), ("limits", "q=1")], |fleet| {
        fleet.workers[0].name == "j"
            && fleet.sites.len() == 2
            && fleet.limits.as_ref().is_some_and(|limits| limits.len() == 2)
    });
    let members = [
        ("SITES__EU_WEST__REPLICAS__1__HOST", "h1"),
        ("SITES__EU_WEST__REPLICAS__0__HOST", "h0"),
        ("SITES__EU_WEST__MAIL_HOST", "m"),
        ("SITES__EU_WEST__MAIL_LOGIN_USER", "me"),
    ];
    check(&members, &[("sites.EU-west.mail.login.tries", "5")], |fleet| {
        let site = &fleet.sites["EU-west"];
        let login = site.mail.as_ref().and_then(|mail| mail.login.as_ref()).unwrap();
        (site.url.as_str(), site.replicas.len(), login.tries) == ("u", 2, 5)
    });
    let json = r#"{"url": "j", "replicas": [{"host": "inside"}], "mail": {"host": "m", "login": {"user": "me"}}}"#;
    check(&[("SITES__X", json), ("SITES__X__REPLICAS__0__HOST", "own")], &[], |fleet| {
        fleet.sites["x"].replicas == [Replica { host: "own".into() }] && fleet.sites.len() == 2
    });
}

#[test]
fn what_a_group_cannot_be() {
    for (name, value, expected) in [
        ("WORKERS", "{\"name\": \"a\"}", "invalid WORKERS"),
        ("WORKERS", "a,b", "invalid WORKERS"),
        ("WORKERS", "[1]", "invalid WORKERS__0"),
        ("SITES", "[1]", "invalid SITES"),
        ("SITES__X", "5", "invalid SITES__X"),
        ("SITES__X", "{\"url\":", "invalid SITES__X"),
        ("SITES__X", "{}", "missing SITES__X__URL"),
        ("SITES__X__MAIL", "{\"host\": [1]}", "invalid SITES__X__MAIL_HOST; missing SITES__X__URL"),
        ("WORKERS__00__NAME", "a", "invalid WORKERS__00__NAME"),
        ("WORKERS__-1__NAME", "a", "invalid WORKERS__-1__NAME"),
        ("WORKERS__99999999999999999999__NAME", "a", "invalid WORKERS__99999999999999999999__NAME"),
        ("WORKERS__4294967295__NAME", "a", "invalid WORKERS"),
        ("LIMITS__A_FILE", "/nonexistent", "source LIMITS__A_FILE"),
        ("LIMITS", "a", "invalid LIMITS"),
    ] {
        let error = Fleet::from_pairs([(name, value)]).unwrap_err();
        let mut found = problems(&error);
        found.sort();
        assert_eq!(found.join("; "), expected, "{name}={value}");
    }
}

#[test]
fn what_a_document_gives_a_group_that_it_cannot_be() {
    for (text, expected) in [
        ("workers = 3\nsites = true\nlimits = [1]\n", &["invalid workers", "invalid sites", "invalid limits"][..]),
        ("workers = {a = 1}\nsites = ['x']\nlimits = 3\n", &["invalid workers", "invalid sites", "invalid limits"]),
        ("[sites.m]\nurl = 'x'\nurll = 'y'\n", &["unknown sites.m.urll"]),
        ("'sites.m.url' = 'y'\n[sites.m]\nurl = 'x'\n", &["conflict SITES__M__URL"]),
        ("'sites.m.url' = 'x'\n[sites.m]\nurl = 'x'\n", &[]),
        ("'limits.z' = 9\n'workers.0.name' = 'w'\n", &[]),
        ("workers = '[{\"name\": \"a\"}]'\nsites = '{\"m\": {\"url\": \"u\"}}'\nlimits = 'a=1,b=2'\n", &[]),
    ] {
        let folder = project(&[("s.toml", text)]);
        let loader = loader_in::<Fleet>(folder.path(), &[]).stack(Stack::new().push(ConfigFile::new("s.toml")));
        let found = match loader.load_with_report() {
            Ok(loaded) => warnings(loaded.report()),
            Err(error) => problems(&error),
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[derive(Debug, Settings)]
#[settings(prefix = "P")]
struct Nested {
    #[settings(nested)]
    outer: Option<Outer>,
    #[settings(flatten)]
    log: Log,
    #[settings(flatten)]
    cache: Option<Cache>,
}

#[derive(Debug, Settings)]
struct Outer {
    x: Option<u8>,
    #[settings(default = 4)]
    d: u8,
    #[settings(nested)]
    inner: Option<Inner>,
}

#[derive(Debug, Settings)]
struct Inner {
    y: u8,
    token: Option<SecretString>,
    #[settings(nested)]
    last: Option<Last>,
}

#[derive(Debug, Settings)]
struct Last {
    z: u8,
    w: u8,
}

#[derive(Debug, Settings)]
struct Log {
    #[settings(alias = "level", alias(env = "RUST_LOG"), deprecated_alias = "verbosity", default = "info")]
    log_level: String,
}

#[derive(Debug, Settings)]
struct Cache {
    cache_size: u8,
    #[settings(default = 2)]
    cache_ways: u8,
}

fn nested(pairs: &[(&str, &str)]) -> Result<Nested, String> {
    let loader = Nested::loader().context(Context::from_pairs(pairs.iter().copied()));
    loader.load().map_err(|error| problems(&error).join("; "))
}

#[test]
fn optional_groups_in_optional_groups() {
    let outer = |pairs: &[(&str, &str)]| nested(pairs).map(|nested| nested.outer);
    for nothing in [
        ("P_OUTER", ""),
        ("P_OUTER", "{}"),
        ("P_OUTER_X", ""),
        ("P_OUTER", "{\"inner\": {}}"),
        ("P_OUTER_INNER_TOKEN", ""),
    ] {
        assert!(outer(&[nothing]).unwrap().is_none(), "{nothing:?}");
    }
    assert_eq!(outer(&[("P_OUTER_D", "5")]).unwrap().unwrap().d, 5);
    assert_eq!(outer(&[("P_OUTER_INNER_Y", "5")]).unwrap().unwrap().inner.unwrap().y, 5);
    assert!(outer(&[("P_OUTER", "{\"inner\": null, \"x\": 1}")]).unwrap().unwrap().inner.is_none());
    assert_eq!(outer(&[("P_OUTER", "{\"x\": 1}"), ("P_OUTER_X", "2")]).unwrap().unwrap().x, Some(2));
    for (name, value, expected) in [
        ("P_OUTER_INNER_LAST_Z", "1", "missing P_OUTER_INNER_Y; missing P_OUTER_INNER_LAST_W"),
        ("P_OUTER", "{\"inner\": {\"y\": 300}}", "invalid P_OUTER_INNER_Y"),
        ("P_OUTER", "{\"inner\": 3}", "invalid P_OUTER_INNER"),
        ("P_OUTER", "text", "invalid P_OUTER"),
        ("P_OUTER_INNER_TOKEN_FILE", "/nonexistent", "missing P_OUTER_INNER_Y; source P_OUTER_INNER_TOKEN_FILE"),
    ] {
        assert_eq!(outer(&[(name, value)]).unwrap_err(), expected, "{name}={value}");
    }
}

#[test]
fn problems_point_into_json_text() {
    let text = Nested::from_pairs([("P_OUTER", "{\"inner\": {\"last\": {\"z\": 1, \"w\": 300}, \"y\": 1}}")])
        .unwrap_err()
        .to_string();
    assert!(text.contains("inner.last.w"), "{text}");
}

#[test]
fn flattened_groups_keep_their_aliases() {
    let level = |pairs: &[(&str, &str)]| nested(pairs).unwrap().log.log_level;
    assert_eq!(level(&[("P_LEVEL", "x")]), "x");
    assert_eq!(level(&[("RUST_LOG", "x")]), "x");
    assert_eq!(level(&[("P_VERBOSITY", "v"), ("RUST_LOG", "z"), ("P_LOG_LEVEL", "own")]), "own");
    let both = Nested::loader().context(Context::from_pairs([("P_LEVEL", "y"), ("RUST_LOG", "z")]));
    assert_eq!(warnings(both.load_with_report().unwrap().report()), ["conflict P_LOG_LEVEL"]);
    assert_eq!(nested(&[("P_CACHE_SIZE", "9")]).unwrap().cache.unwrap().cache_ways, 2);
    assert_eq!(nested(&[("P_CACHE_WAYS", "9")]).unwrap_err(), "missing P_CACHE_SIZE");
    for (text, expected) in
        [("level = 'x'", "x"), ("RUST_LOG = 'x'", "x"), ("verbosity = 'old'\nlog_level = 'new'", "new")]
    {
        let folder = project(&[("s.toml", text)]);
        let loader = loader_in::<Nested>(folder.path(), &[]).stack(Stack::new().push(ConfigFile::new("s.toml")));
        assert_eq!(loader.load().unwrap().log.log_level, expected, "{text}");
    }
}

#[derive(Debug, Settings)]
#[settings(prefix = "S")]
struct Stores {
    #[settings(nested)]
    store: Store,
    #[settings(nested)]
    by_name: HashMap<String, Store>,
    #[settings(nested)]
    maybe: Option<Store>,
    #[settings(nested)]
    list: Vec<Store>,
}

#[derive(Debug, PartialEq, Settings)]
#[settings(tag = "kind")]
enum Store {
    S3 {
        bucket: String,
        region: String,
        #[settings(nested)]
        limits: Limits,
    },
    Gcs {
        bucket: String,
        region: Option<u16>,
    },
    #[settings(default)]
    Memory,
}

#[derive(Debug, PartialEq, Settings)]
struct Limits {
    #[settings(default = 5)]
    parts: u8,
}

#[test]
fn tagged_enums_alone_optional_in_maps_and_in_lists() {
    let load =
        |pairs: &[(&str, &str)]| Stores::from_pairs(pairs.iter().copied()).map_err(|error| problems(&error).join("; "));
    assert_eq!(load(&[]).unwrap().store, Store::Memory);
    let gcs = |region| Store::Gcs { bucket: "b".into(), region };
    let pairs = [("S_STORE_KIND", "GCS"), ("S_STORE_BUCKET", "b"), ("S_STORE_REGION", "7")];
    assert_eq!(load(&pairs).unwrap().store, gcs(Some(7)), "fields of one name are cast for the variant that is chosen");
    assert_eq!(load(&[("S_MAYBE_KIND", "gcs"), ("S_MAYBE_BUCKET", "b")]).unwrap().maybe, Some(gcs(None)));
    assert!(load(&[]).unwrap().maybe.is_none());
    let list =
        load(&[("S_LIST__0__KIND", "gcs"), ("S_LIST__0__BUCKET", "b"), ("S_LIST__1__KIND", "memory")]).unwrap().list;
    assert_eq!(list, [gcs(None), Store::Memory]);
    let map = load(&[
        ("S_BY_NAME__A", r#"{"kind": "gcs", "bucket": "j"}"#),
        ("S_BY_NAME__A__BUCKET", "b"),
        ("S_BY_NAME__B__KIND", "s3"),
        ("S_BY_NAME__B__BUCKET", "b"),
        ("S_BY_NAME__B__REGION", "eu"),
        ("S_BY_NAME__B__LIMITS_PARTS", "9"),
    ]);
    let map = map.unwrap().by_name;
    assert_eq!(map["a"], gcs(None));
    assert_eq!(map["b"], Store::S3 { bucket: "b".into(), region: "eu".into(), limits: Limits { parts: 9 } });
    assert_eq!(
        load(&[("S_BY_NAME__A__KIND", "s3")]).unwrap_err(),
        "missing S_BY_NAME__A__BUCKET; missing S_BY_NAME__A__REGION"
    );
    assert_eq!(load(&[("S_BY_NAME__A__KIND", "s4")]).unwrap_err(), "invalid S_BY_NAME__A__KIND");
    let missing = [("S_STORE_KIND", "s3")];
    let report = Stores::loader().context(Context::from_pairs(missing)).check();
    let checked: Vec<_> = report.problems().iter().map(|problem| problem.name().to_owned()).collect();
    assert_eq!(checked, ["S_STORE_BUCKET", "S_STORE_REGION"]);
    let folder = project(&[("d/store.bucket", "b\n"), ("d/s_store_kind", "gcs")]);
    let loader = loader_in::<Stores>(folder.path(), &[]).stack(Stack::new().push(SecretsDir::new("d")));
    assert_eq!(loader.load().unwrap().store, gcs(None));
}

#[derive(Debug, Settings)]
struct Generic<T: serde::de::DeserializeOwned, G: Group> {
    a: T,
    #[settings(nested, prefix = "B")]
    group: G,
}

#[derive(Debug, Settings)]
struct Claims {
    #[settings(env = "A")]
    same_name: u8,
}

#[test]
fn two_keys_of_one_name_below_a_generic_root_conflict() {
    let error = Generic::<u8, Claims>::from_pairs([("A", "1")]).unwrap_err();
    assert!(problems(&error).contains(&"conflict A".to_owned()), "{error}");
    let text = error.to_string();
    assert!(text.contains("group.same_name"), "{text}");
    assert!(Generic::<u8, Claims>::schema().verify().is_err());
}

#[test]
fn two_files_of_a_secrets_directory_for_one_key_conflict() {
    #[derive(Debug, Settings)]
    #[settings(prefix = "P")]
    struct Key {
        token: SecretString,
        #[settings(default = "", alias = "old")]
        note: String,
    }
    let folder = project(&[
        ("d/P_TOKEN", "8d969eef6ecad3c2\r\n"),
        ("d/p_token", "5e884898da280471"),
        ("d/P_Token", "never: mixed case"),
        ("d/token_", "never: no key"),
        ("d/p_old", "by alias"),
        ("d/sub/p_token", "never: a subdirectory"),
        ("d/.p_token", "never: hidden"),
    ]);
    let loader = loader_in::<Key>(folder.path(), &[]).stack(Stack::new().push(SecretsDir::new("d")));
    let loaded = loader.load_with_report().unwrap();
    assert_eq!(warnings(loaded.report()), ["conflict P_TOKEN"]);
    assert_eq!(loaded.settings().token.expose_secret(), "8d969eef6ecad3c2");
    assert_eq!(loaded.settings().note, "by alias");
    assert_eq!(problems(&loader.profile("production").load().unwrap_err()), ["conflict P_TOKEN"]);
}
