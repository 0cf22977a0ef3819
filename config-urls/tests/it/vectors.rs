//! The tables in `tests/data`, one per type: what each URL is, or what is wrong with it.
//!
//! A row is `url` with `is` (all that the accessors say), or with `wrong` (the part) and `says` (a text of the error).
//! `shown` is how it displays. `differs` says where django-environ 0.14 reads it otherwise, and why we do not.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tactful_urls::UrlError;

use crate::describe::Describe;

fn run<T>(table: &str, expose: fn(&T) -> SecretString)
where
    T: FromStr<Err = UrlError> + Describe + Display + Debug + PartialEq,
{
    let rows: Vec<Value> = serde_json::from_str(table).unwrap();
    let mut failures = Vec::new();
    for row in &rows {
        let url = row["url"].as_str().unwrap();
        if let Err(failure) = check::<T>(row, url, expose) {
            failures.push(format!("{url}\n{failure}"));
        }
    }
    assert!(failures.is_empty(), "{} of {} rows:\n{}", failures.len(), rows.len(), failures.join("\n"));
}

fn check<T>(row: &Value, url: &str, expose: fn(&T) -> SecretString) -> Result<(), String>
where
    T: FromStr<Err = UrlError> + Describe + Display + Debug + PartialEq,
{
    let parsed = match (url.parse::<T>(), row["wrong"].as_str()) {
        (Ok(parsed), None) => parsed,
        (Ok(parsed), Some(_)) => return Err(format!("  is read as {}", parsed.describe())),
        (Err(error), None) => return Err(format!("  {error}")),
        (Err(error), Some(part)) => {
            let says = row["says"].as_str().unwrap_or_default();
            let expected = format!("{:?}", error.part()).to_lowercase() == part && error.to_string().contains(says);
            return if expected { Ok(()) } else { Err(format!("  is wrong as {:?}: {error}", error.part())) };
        }
    };
    let is = parsed.describe();
    if is != row["is"] {
        return Err(format!("  is       {is}\n  expected {}", row["is"]));
    }
    let (shown, debug) = (parsed.to_string(), format!("{parsed:?}"));
    if let Some(expected) = row["shown"].as_str().filter(|expected| *expected != shown) {
        return Err(format!("  shown    {shown}\n  expected {expected}"));
    }
    if let Some(password) = is["password"].as_str().filter(|password| password.len() > 4)
        && (shown.contains(password) || debug.contains(password))
    {
        return Err(format!("  shows its password: {shown}"));
    }
    let exposed = expose(&parsed);
    match exposed.expose_secret().parse::<T>() {
        Ok(again) if again == parsed => Ok(()),
        other => Err(format!("  exposed as {} is {other:?}", exposed.expose_secret())),
    }
}

macro_rules! tables {
    ($($name:ident $type:ident;)*) => { $(
        #[test]
        fn $name() {
            run(
                include_str!(concat!("../data/", stringify!($name), ".json")),
                tactful_urls::$type::expose_url,
            );
        }
    )* };
}

tables! {
    database DatabaseUrl;
    cache CacheUrl;
    redis RedisUrl;
    email EmailUrl;
    search SearchUrl;
    channels ChannelsUrl;
    broker BrokerUrl;
    storage StorageUrl;
    service ServiceUrl;
}
