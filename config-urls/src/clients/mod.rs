//! Into the options of the clients that people use: one module each, behind a feature of its name.
//!
//! Every option of a URL is taken by the client or refused: what is dropped in silence is missed only when it hurts.

#[cfg(feature = "lettre")]
mod lettre;
#[cfg(feature = "redis")]
mod redis;
#[cfg(any(feature = "sqlx-postgres", feature = "sqlx-mysql", feature = "sqlx-sqlite"))]
mod sqlx;
#[cfg(feature = "tokio-postgres")]
mod tokio_postgres;

#[cfg(test)]
mod testing;

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::error::{UrlError, UrlPart};

/// Options that no client takes, or not every one. They may be named in an error: its words are these, and not those of
/// the URL, of which it holds none.
const NAMED: &[&str] = &[
    // For the application.
    "atomic_requests",
    "autocommit",
    "conn_health_checks",
    "conn_max_age",
    "disable_server_side_cursors",
    "from",
    "key_prefix",
    "timeout",
    "use_ssl",
    "use_tls",
    "version",
    // For libpq.
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "fallback_application_name",
    "gssencmode",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "krbsrvname",
    "load_balance_hosts",
    "options",
    "passfile",
    "require_auth",
    "service",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "statement-cache-capacity",
    "target_session_attrs",
    "tcp_user_timeout",
    // For the clients of MySQL and SQLite, and of Redis.
    "cache",
    "charset",
    "collation",
    "immutable",
    "mode",
    "protocol",
    "socket_timeout",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl_cert_reqs",
    "timezone",
    "vfs",
];

/// The options of a URL that the client has not taken yet.
struct Left<'u> {
    client: &'static str,
    options: BTreeMap<&'u str, &'u str>,
}

#[allow(dead_code, reason = "not every client has options of every kind")]
impl<'u> Left<'u> {
    fn new(client: &'static str, options: &'u BTreeMap<String, String>) -> Self {
        Self { client, options: options.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect() }
    }

    /// Takes the option that has one of these names.
    ///
    /// # Errors
    /// Where two spellings of it are given.
    fn take(&mut self, names: &[&'static str]) -> Result<Option<&'u str>, UrlError> {
        let mut found = None;
        for name in names {
            let value = self.options.remove(name);
            if value.is_some() && found.is_some() {
                return Err(UrlError::whole(
                    UrlPart::Options,
                    format!("the option `{}` is given in two spellings", names[0]),
                ));
            }
            found = found.or(value);
        }
        Ok(found)
    }

    /// Takes an option that is a number.
    ///
    /// # Errors
    /// Where it is none, or too large.
    fn number<T: FromStr>(&mut self, names: &[&'static str]) -> Result<Option<T>, UrlError> {
        let Some(text) = self.take(names)? else { return Ok(None) };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        let wrong = || UrlError::whole(UrlPart::Options, format!("the option `{}` is not a whole number", names[0]));
        number.map(Some).ok_or_else(wrong)
    }

    /// Takes an option that is one of a few words.
    ///
    /// # Errors
    /// Where it is another.
    fn word<T: Copy>(&mut self, names: &[&'static str], words: &[(&str, T)]) -> Result<Option<T>, UrlError> {
        let Some(text) = self.take(names)? else { return Ok(None) };
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        let known = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let wrong = || UrlError::whole(UrlPart::Options, format!("the option `{}` is none of {}", names[0], known()));
        found.map(Some).ok_or_else(wrong)
    }

    /// Nothing is left.
    ///
    /// # Errors
    /// An option that the client does not understand.
    fn finish(self, understood: &str) -> Result<(), UrlError> {
        let Some(left) = self.options.keys().next() else { return Ok(()) };
        let named = NAMED.iter().find(|name| *name == left);
        let message = match named {
            Some(name) => format!("the option `{name}` says nothing to {}", self.client),
            None => format!("an option says nothing to {}", self.client),
        };
        let example = named.unwrap_or(&"name");
        let understood = if understood.is_empty() { "none" } else { understood };
        Err(UrlError::whole(UrlPart::Options, message).with_help(format!(
            "it understands {understood}; what the application reads itself it takes off before: \
             url.without_options([\"{example}\"])"
        )))
    }
}

/// The scheme is of something else than the client talks to.
#[cold]
fn other_scheme(client: &str, wanted: &str) -> UrlError {
    UrlError::new(UrlPart::Scheme, "is of something else").with_help(format!("{client} wants {wanted}"))
}

/// A second host, where the client takes one.
#[cfg(any(feature = "sqlx-postgres", feature = "sqlx-mysql", feature = "redis"))]
#[cold]
fn second_host(client: &str, instead: &str) -> UrlError {
    UrlError::whole(UrlPart::Host, format!("more than one host is given, and {client} takes one")).with_help(
        if instead.is_empty() { "write one, or a name that stands for all".to_owned() } else { instead.to_owned() },
    )
}

/// Encryption is asked for on a socket, which no other machine hears.
#[cfg(any(feature = "sqlx-postgres", feature = "sqlx-mysql", feature = "tokio-postgres"))]
#[cold]
fn tls_on_socket() -> UrlError {
    UrlError::whole(UrlPart::Options, "the option `sslmode` asks for TLS on a Unix socket, where there is none")
        .with_help("remove it, or write a host")
}
