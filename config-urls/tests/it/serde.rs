//! Leaves of settings: text, tables and JSON text, by serde and by the cast of the core.

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer, StrDeserializer};
use serde_json::json;
use tactful_urls::{CacheUrl, DatabaseUrl, EmailUrl, ServiceUrl, UrlPart};

use crate::canary::{CANARY, assert_silent};

#[test]
fn text_and_table_are_one() {
    let text: DatabaseUrl = "postgres://shop:p%40s%2Fs@db:5433/orders?sslmode=require".parse().unwrap();
    let table = json!({
        "engine": "postgres", "host": "db", "port": 5433, "username": "shop", "password": "p@s/s",
        "dbname": "orders", "options": {"sslmode": "require"},
    });
    assert_eq!(serde_json::from_value::<DatabaseUrl>(table.clone()).unwrap(), text);
    assert_eq!(table.to_string().parse::<DatabaseUrl>().unwrap(), text);
    assert_eq!(serde_json::from_value::<DatabaseUrl>(json!(table.to_string())).unwrap(), text);
    for name in ["database", "name", "db"] {
        let mut other = table.clone();
        let members = other.as_object_mut().unwrap();
        let database = members.remove("dbname").unwrap();
        members.insert(name.to_owned(), database);
        assert_eq!(serde_json::from_value::<DatabaseUrl>(other).unwrap(), text);
    }
}

#[test]
fn it_takes_text_that_is_lent() {
    use serde::Deserialize;

    let lent = StrDeserializer::<Error>::new("redis://cache/1");
    assert_eq!(CacheUrl::deserialize(lent).unwrap().database_index(), Some(1));
    let pairs = [("engine", "redis"), ("host", "cache"), ("db", "1")];
    let table = MapDeserializer::<_, Error>::new(pairs.into_iter());
    assert_eq!(CacheUrl::deserialize(table).unwrap().to_string(), "redis://cache/1");
}

#[track_caller]
fn silent<T: DeserializeOwned + std::fmt::Debug>(value: impl Into<serde_json::Value>) {
    let value = value.into();
    let error = serde_json::from_value::<T>(value.clone()).expect_err(&value.to_string());
    assert_silent(&format!("{error} {error:?}"));
    let error = serde_json::from_str::<T>(&value.to_string()).expect_err(&value.to_string());
    assert_silent(&format!("{error} {error:?}"));
}

#[test]
fn errors_are_silent() {
    silent::<DatabaseUrl>(json!(format!("postgres://u:{CANARY}@db:x/y")));
    silent::<DatabaseUrl>(json!(format!("postgres://u:{CANARY}/@db")));
    silent::<DatabaseUrl>(json!([CANARY]));
    silent::<DatabaseUrl>(json!({"engine": "postgres", "password": CANARY, "port": CANARY}));
    silent::<DatabaseUrl>(json!({"engine": CANARY, "password": CANARY}));
    silent::<DatabaseUrl>(json!({"engine": "postgres", "host": CANARY.to_owned() + " ", "password": [CANARY]}));
    silent::<DatabaseUrl>(json!({"engine": "postgres", "options": {"a": [CANARY]}}));
    silent::<DatabaseUrl>(json!({"engine": "postgres", "options": CANARY}));
    silent::<DatabaseUrl>(json!({"engine": "postgres", "host": "db", "password": CANARY.to_owned() + "\n"}));
    silent::<DatabaseUrl>(json!({CANARY: CANARY}));
    silent::<ServiceUrl>(json!(CANARY));
}

#[test]
fn a_number_is_not_repeated() {
    let error = serde_json::from_value::<DatabaseUrl>(json!(92_837_465)).unwrap_err().to_string();
    assert_eq!(error, "invalid type: a number, expected a database URL, or a table of its parts");
    let error = serde_json::from_value::<DatabaseUrl>(json!(true)).unwrap_err().to_string();
    assert!(error.starts_with("invalid type: a boolean"), "{error}");
}

#[test]
fn a_host_of_a_table_holds_nothing_else() {
    for host in ["u:p@db", "db/x", "db?a=b", "db#x", "db%2Fx", "", "a b"] {
        let table = json!({"engine": "postgres", "host": host, "user": "u"}).to_string();
        let error = table.parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(error.part(), UrlPart::Host, "{host}: {error}");
    }
    for (key, value) in [("port", "1/x"), ("port", "1@h"), ("username", "a\nb"), ("engine", "postgres://x/")] {
        let mut table = json!({"engine": "postgres", "host": "db"});
        table[key] = json!(value);
        assert!(table.to_string().parse::<DatabaseUrl>().is_err(), "{key} {value}");
    }
}

#[test]
fn other_credentials() {
    let url: DatabaseUrl = "postgres://a:b@db/orders?x=y".parse().unwrap();
    let changed = url.with_credentials("v-token-1", SecretString::from("n:e/w@?")).unwrap();
    assert_eq!((changed.username(), changed.database()), (Some("v-token-1"), Some("orders")));
    assert_eq!(changed.password().unwrap().expose_secret(), "n:e/w@?");
    assert_eq!(changed.expose_url().expose_secret(), "postgres://v-token-1:n%3Ae%2Fw%40%3F@db/orders?x=y");
    let nameless = url.with_credentials("", SecretString::from("p")).unwrap();
    assert_eq!(nameless.username(), None);
    // The old value stays as it is.
    assert_eq!(url.username(), Some("a"));
}

#[test]
fn credentials_that_do_not_fit() {
    let password = || SecretString::from(format!("{CANARY}\r\nX"));
    let mail: EmailUrl = "smtp://mail".parse().unwrap();
    let error = mail.with_credentials("u", password()).unwrap_err();
    assert_eq!(error.part(), UrlPart::Password);
    assert_silent(&format!("{error} {error:?}"));
    for url in ["sqlite:///x.db", "sqlite://"] {
        let url: DatabaseUrl = url.parse().unwrap();
        let error = url.with_credentials("u", SecretString::from(CANARY)).unwrap_err();
        assert_silent(&format!("{error} {error:?}"));
    }
    let file: EmailUrl = "file:///var/mail".parse().unwrap();
    assert!(file.with_credentials("u", SecretString::from(CANARY)).is_err());
}
