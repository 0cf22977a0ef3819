//! For any parts: what is exposed reads as the same value, and nothing shown holds the password. For any text: no
//! panic, and an error or a value that are silent.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use tactful_urls::{
    BrokerUrl, CacheUrl, ChannelsUrl, DatabaseUrl, EmailUrl, RedisUrl, SearchUrl, ServiceUrl, StorageUrl, UrlError,
};

use crate::canary::{CANARY, assert_silent};

/// Any text without control characters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9]{0,8}",
        "[ -~]{0,12}",
        "[#\\[\\]@%^{}<>~!$&*,:/?=+;|\\\\ .']{0,8}",
        "\\PC{0,6}".prop_filter("a control character", |text: &String| !text.contains(char::is_control)),
    ]
}

/// A text in which every byte that may mean something is encoded.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02x}") })
        .collect()
}

fn hosts(most: usize) -> impl Strategy<Value = String> {
    let host = prop_oneof![
        "[a-z][a-z0-9_]{0,8}(\\.[a-z][a-z0-9]{0,5})?",
        Just("[2001:db8::1]".to_owned()),
        Just("10.0.0.1".to_owned())
    ];
    let port = prop_oneof![Just(String::new()), (1_u16..).prop_map(|port| format!(":{port}"))];
    prop::collection::vec((host, port).prop_map(|(host, port)| host + &port), 1..=most)
        .prop_map(|hosts| hosts.join(","))
}

fn query() -> impl Strategy<Value = String> {
    // A prefix keeps clear of the options that a type knows.
    prop::collection::btree_map("[a-z ]{0,5}".prop_map(|key| format!("x_{key}")), text(), 0..3).prop_map(|options| {
        let pairs: Vec<String> =
            options.iter().map(|(key, value)| format!("{}={}", encoded(key), encoded(value))).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    })
}

fn credentials() -> impl Strategy<Value = String> {
    (text(), prop::option::of(text())).prop_map(|(user, password)| match password {
        Some(password) => format!("{}:{}@", encoded(&user), encoded(&password)),
        None => format!("{}@", encoded(&user)),
    })
}

#[track_caller]
fn round<T>(url: &str, expose: fn(&T) -> SecretString) -> Result<(), TestCaseError>
where
    T: FromStr<Err = UrlError> + PartialEq + Display + Debug,
{
    let parsed: T = url.parse().map_err(|error| TestCaseError::fail(format!("{url}: {error}")))?;
    again(&parsed, expose)
}

fn again<T>(parsed: &T, expose: fn(&T) -> SecretString) -> Result<(), TestCaseError>
where
    T: FromStr<Err = UrlError> + PartialEq + Display + Debug,
{
    let exposed = expose(parsed);
    let read = exposed.expose_secret().parse::<T>();
    prop_assert!(read.as_ref() == Ok(parsed), "{} is {read:?}", exposed.expose_secret());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn databases(
        scheme in prop::sample::select(vec!["postgres", "psql+asyncpg", "cockroachdb", "mongodb", "redshift"]),
        credentials in credentials(), hosts in hosts(3), name in text(), query in query(),
    ) {
        round(&format!("{scheme}://{credentials}{hosts}/{}{query}", encoded(&name)), DatabaseUrl::expose_url)?;
    }

    #[test]
    fn databases_of_one_host(
        scheme in prop::sample::select(vec!["mysql", "mariadb+aiomysql", "mssql", "ldap", "oracle"]),
        credentials in credentials(), hosts in hosts(1), name in "[a-z ,=:@/?#%]{1,8}", query in query(),
    ) {
        round(&format!("{scheme}://{credentials}{hosts}/{}{query}", encoded(&name)), DatabaseUrl::expose_url)?;
    }

    #[test]
    fn sockets(credentials in credentials(), socket in text(), port in prop::option::of(1_u16..), name in text()) {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let socket = encoded(&format!("/{socket}"));
        for scheme in ["postgres", "mysql"] {
            round(&format!("{scheme}://{credentials}{socket}{port}/{}", encoded(&name)), DatabaseUrl::expose_url)?;
        }
        let socket = encoded("/a") + &socket;
        for scheme in ["redis", "redis+socket"] {
            round(&format!("{scheme}://{credentials}/{socket}?db=3"), CacheUrl::expose_url)?;
        }
        round(&format!("memcache:///{socket}"), CacheUrl::expose_url)?;
    }

    #[test]
    fn files(path in text(), query in query()) {
        let path = encoded(&path);
        round(&format!("sqlite:///{path}{query}"), DatabaseUrl::expose_url)?;
        round(&format!("sqlite:////{path}{query}"), DatabaseUrl::expose_url)?;
        round(&format!("filecache:///{path}{query}"), CacheUrl::expose_url)?;
        round(&format!("locmemcache://{path}{query}"), CacheUrl::expose_url)?;
        round(&format!("file:///{path}{query}"), EmailUrl::expose_url)?;
        round(&format!("file:///{path}{query}"), StorageUrl::expose_url)?;
        round(&format!("whoosh:///x{path}{query}"), SearchUrl::expose_url)?;
    }

    #[test]
    fn redis(credentials in credentials(), hosts in hosts(3), index in prop::option::of(any::<u32>()), query in query()) {
        let index = index.map(|index| format!("/{index}")).unwrap_or_default();
        for scheme in ["redis", "rediss"] {
            let url = format!("{scheme}://{credentials}{hosts}{index}{query}");
            round(&url, CacheUrl::expose_url)?;
            round(&url, RedisUrl::expose_url)?;
            round(&url, ChannelsUrl::expose_url)?;
            round(&url, BrokerUrl::expose_url)?;
        }
    }

    #[test]
    fn sentinels(credentials in credentials(), hosts in hosts(3), master in "[a-z0-9 /:%]{1,6}", own in text(), index in any::<u32>()) {
        let (master, own) = (encoded(&master), encoded(&own));
        let master = if master.bytes().all(|byte| byte.is_ascii_digit()) { format!("{master}%78") } else { master };
        let url = format!("redis-sentinel://{credentials}{hosts}/{master}/{index}?sentinel_password={own}");
        round(&url, CacheUrl::expose_url)?;
    }

    #[test]
    fn servers(credentials in credentials(), host in hosts(1), hosts in hosts(3), name in text(), query in query()) {
        let name = encoded(&name);
        round(&format!("smtps://{credentials}{host}{query}"), EmailUrl::expose_url)?;
        round(&format!("elasticsearch7s://{credentials}{host}/b{name}/x{name}{query}"), SearchUrl::expose_url)?;
        round(&format!("solr://{credentials}{host}/b{name}x{query}"), SearchUrl::expose_url)?;
        round(&format!("amqps://{credentials}{hosts}/{name}{query}"), BrokerUrl::expose_url)?;
        round(&format!("s3://{credentials}bucket/{name}{query}"), StorageUrl::expose_url)?;
        round(&format!("https://{credentials}{host}/{name}{query}#{name}"), ServiceUrl::expose_url)?;
    }

    #[test]
    fn passwords_as_they_are(before in "[^/?%\\p{C}]{0,8}", after in "[^/?%\\p{C}]{0,8}") {
        let password = format!("{before}{CANARY}{after}");
        let url: DatabaseUrl = format!("postgres://shop:{password}@db/x").parse().unwrap();
        prop_assert_eq!(url.password().unwrap().expose_secret(), &password);
        assert_silent(&format!("{url} {url:?}"));
        again(&url, DatabaseUrl::expose_url)?;
        let url: CacheUrl = format!("redis://:{password}@h1,h2/0").parse().unwrap();
        prop_assert_eq!(url.password().unwrap().expose_secret(), &password);
        assert_silent(&format!("{url} {url:?}"));
    }
}

/// Texts that are nearly URLs, with the canary as password somewhere.
fn nearly() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec![
        "postgres",
        "mysql",
        "sqlite",
        "oracle",
        "mssql",
        "ldap",
        "mongodb",
        "redis",
        "redis-sentinel",
        "memcache",
        "dbcache",
        "filecache",
        "smtp",
        "file",
        "elasticsearch",
        "whoosh",
        "inmemory",
        "amqp",
        "nats",
        "s3",
        "https",
    ]);
    let piece =
        prop_oneof![text(), Just(":".to_owned()), Just("@".to_owned()), Just("/".to_owned()), Just("?".to_owned())];
    (scheme, prop::sample::select(vec!["://", ":", ":///"]), piece, text(), text(), prop::collection::vec(text(), 0..4))
        .prop_map(|(scheme, slashes, user, before, after, rest)| {
            format!("{scheme}{slashes}{user}:{before}{CANARY}{after}@{}", rest.concat())
        })
}

fn look<T>(text: &str, expose: fn(&T) -> SecretString) -> Result<(), TestCaseError>
where
    T: FromStr<Err = UrlError> + PartialEq + Display + Debug,
{
    match text.parse::<T>() {
        Ok(url) => {
            assert_silent(&format!("{url} {url:?} {url:#?}"));
            again(&url, expose)
        }
        Err(error) => {
            assert_silent(&format!("{error} {error:?} {error:#?}"));
            Ok(())
        }
    }
}

fn look_at_all(text: &str) -> Result<(), TestCaseError> {
    look(text, DatabaseUrl::expose_url)?;
    look(text, CacheUrl::expose_url)?;
    look(text, RedisUrl::expose_url)?;
    look(text, EmailUrl::expose_url)?;
    look(text, SearchUrl::expose_url)?;
    look(text, ChannelsUrl::expose_url)?;
    look(text, BrokerUrl::expose_url)?;
    look(text, StorageUrl::expose_url)?;
    look(text, ServiceUrl::expose_url)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn any_text(text in "\\PC{0,60}|.{0,40}") {
        look_at_all(&text)?;
    }

    #[test]
    fn nearly_a_url(text in nearly()) {
        look_at_all(&text)?;
    }

    #[test]
    fn any_table(key in "[a-z]{0,8}|engine|host|password", value in text()) {
        let value = serde_json::Value::String(value);
        look_at_all(&format!(r#"{{"engine": "postgres", "password": "{CANARY}", "{key}": {value}}}"#))?;
        look_at_all(&format!(r#"{{"engine": {value}, "user": "{CANARY}", "password": "{CANARY}", "host": "h"}}"#))?;
    }
}
