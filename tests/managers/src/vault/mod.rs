//! Vault and OpenBao: against running servers, and against answers that no server gives on demand.

mod conformance;
mod cost;
mod database;
mod example;
mod failures;
mod logins;
mod reading;
mod refusals;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use tactful::{Context, ExposeSecret as _, LoadError, Report, SecretString, Settings, Source, Stack};

use crate::servers::offered;
use crate::support::CANARY;

/// What `document(..)` of the test servers is.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
pub(super) struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Stripe {
    secret_key: SecretString,
    #[settings(default = "30s")]
    timeout: std::time::Duration,
}

/// One key, to be given by a reference.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
pub(super) struct One {
    key: SecretString,
}

impl Shop {
    /// That it is the document of this name.
    #[track_caller]
    fn is(&self, name: &str) {
        assert_eq!(self.secret_key.expose_secret(), format!("c4n4ry-{name}"));
        assert_eq!(self.stripe.secret_key.expose_secret(), format!("c4n4ry-stripe-{name}"));
        assert_eq!((self.max_connections, self.stripe.timeout.as_secs()), (40, 45));
    }
}

type Pairs<'a> = Vec<(&'a str, String)>;

/// Loads from a closed context and the source, in the profile `production`.
pub(super) fn load<T: Settings>(pairs: &Pairs<'_>, source: impl Source + 'static) -> Result<(T, Report), LoadError> {
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str())).chain([("SETTINGS_PROFILE", "production")]);
    let loader = T::loader().context(Context::from_pairs(pairs)).stack(Stack::standard().push(source));
    Ok(loader.load_with_report()?.into_parts())
}

/// Loads from a closed context alone.
pub(super) fn load_pairs<T: Settings>(pairs: &Pairs<'_>) -> Result<(T, Report), LoadError> {
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str())).chain([("SETTINGS_PROFILE", "production")]);
    Ok(T::loader().context(Context::from_pairs(pairs)).load_with_report()?.into_parts())
}

/// Everything that an error tells, which has no secret in it.
#[track_caller]
pub(super) fn told(error: &LoadError) -> String {
    let lines = error.report().lines().join("\n");
    let all = format!("{error}\n{error:?}\n{}\n{lines}", error.report().to_json());
    assert!(!all.contains(CANARY), "{all}");
    lines
}

/// Checks that a load fails, with all of these in what it tells.
#[track_caller]
pub(super) fn fails<T: std::fmt::Debug>(outcome: Result<T, LoadError>, parts: &[&str]) -> LoadError {
    let error = outcome.unwrap_err();
    let text = told(&error);
    println!("{text}\n");
    for part in parts {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    error
}

/// The server that has everything, and its root token as options.
pub(super) fn server() -> Option<(String, Pairs<'static>)> {
    let address = offered("TEST_VAULT_ADDR")?;
    let token = offered("TEST_VAULT_TOKEN")?;
    Some((address.clone(), vec![("VAULT_ADDR", address), ("VAULT_TOKEN", token)]))
}

/// The options of whoever may read `secret/shop/*` alone.
pub(super) fn shop() -> Option<Pairs<'static>> {
    Some(vec![("VAULT_ADDR", offered("TEST_VAULT_ADDR")?), ("VAULT_TOKEN", offered("TEST_VAULT_SHOP_TOKEN")?)])
}

pub(super) fn with<'a>(pairs: &Pairs<'a>, more: &[(&'a str, &str)]) -> Pairs<'a> {
    let mut pairs = pairs.clone();
    for (name, value) in more {
        pairs.retain(|(own, _)| own != name);
        pairs.push((name, (*value).to_owned()));
    }
    pairs
}

/// Asks a server over plain HTTP as its administrator, and gives the whole answer.
pub(super) fn administer(method: &str, path: &str, headers: &str, body: &str) -> Option<String> {
    let address = offered("TEST_VAULT_ADDR")?;
    let token = offered("TEST_VAULT_TOKEN")?;
    let host = address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /v1/{path} HTTP/1.1\r\nHost: {host}\r\nX-Vault-Token: {token}\r\nContent-Length: {length}\r\n\
         {headers}Connection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
    Some(answer)
}

/// The text of a member of a JSON answer.
pub(super) fn member(answer: &str, name: &str) -> String {
    let (_, rest) = answer.split_once(&format!("\"{name}\":\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}
