//! `PgConnectOptions`.

use secrecy::ExposeSecret;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::super::{Left, other_scheme, second_host, tls_on_socket};
use super::{CLIENT, STATEMENT_CACHE};
use crate::database::DatabaseUrl;
use crate::error::{UrlError, UrlPart};
use crate::options::SslMode;

/// One host or socket, the login, the database, `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `application_name`,
/// `options` and `options[NAME]`, `statement-cache-capacity`, and `client_encoding=UTF8`, which is all that sqlx speaks.
///
/// What the URL leaves out is as sqlx has it without a URL: from the variables `PGHOST`, `PGUSER`, `PGPASSWORD`
/// and so on of the process. A `.pgpass` is not read. `sqlx` prints the password in the `Debug` of these options.
impl TryFrom<&DatabaseUrl> for PgConnectOptions {
    type Error = UrlError;

    fn try_from(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if !url.engine().speaks_postgres() {
            return Err(other_scheme(CLIENT, "postgres:// for PgConnectOptions"));
        }
        let mut to = Self::new_without_pgpass();
        if let [_, _, ..] = url.hosts() {
            return Err(second_host(CLIENT, ""));
        }
        if let Some(host) = url.host() {
            to = to.host(host);
        }
        if let Some(socket) = url.socket() {
            to = to.socket(socket);
        }
        if let Some(port) = url.port_or_default().filter(|_| url.host().is_some() || url.socket().is_some()) {
            to = to.port(port);
        }
        if let Some(user) = url.username() {
            to = to.username(user);
        }
        if let Some(password) = url.password() {
            to = to.password(password.expose_secret());
        }
        if let Some(database) = url.database() {
            to = to.database(database);
        }
        options(url, to)
    }
}

fn options(url: &DatabaseUrl, mut to: PgConnectOptions) -> Result<PgConnectOptions, UrlError> {
    let mut left = Left::new(CLIENT, url.options());
    left.take(&["sslmode"])?;
    if let Some(mode) = url.ssl_mode() {
        let mode = ssl_mode(mode);
        if url.socket().is_some() && !matches!(mode, PgSslMode::Disable | PgSslMode::Allow | PgSslMode::Prefer) {
            return Err(tls_on_socket());
        }
        to = to.ssl_mode(mode);
    }
    if let Some(file) = left.take(&["sslrootcert", "ssl-root-cert", "ssl-ca"])? {
        to = to.ssl_root_cert(file);
    }
    if let Some(file) = left.take(&["sslcert", "ssl-cert"])? {
        to = to.ssl_client_cert(file);
    }
    if let Some(file) = left.take(&["sslkey", "ssl-key"])? {
        to = to.ssl_client_key(file);
    }
    if let Some(name) = left.take(&["application_name"])? {
        to = to.application_name(name);
    }
    if let Some(capacity) = left.number(STATEMENT_CACHE)? {
        to = to.statement_cache_capacity(capacity);
    }
    if let Some(encoding) = left.take(&["client_encoding"])?
        && !["utf8", "utf-8"].iter().any(|utf8| utf8.eq_ignore_ascii_case(encoding))
    {
        return Err(UrlError::whole(
            UrlPart::Options,
            "the option `client_encoding` is not UTF8, which is all that sqlx speaks",
        ));
    }
    if let Some(settings) = left.take(&["options"])? {
        to = to.options(server_settings(settings)?);
    }
    let named: Vec<&str> = left.options.keys().copied().filter(|key| key.starts_with("options[")).collect();
    for key in named {
        let value = left.options.remove(key).unwrap_or_default();
        let Some(name) = key.strip_prefix("options[").and_then(|key| key.strip_suffix(']')) else {
            return Err(UrlError::new(UrlPart::Options, "opens a bracket and does not close it"));
        };
        to = to.options([(name, escaped(value))]);
    }
    left.finish("sslmode, sslrootcert, sslcert, sslkey, application_name, options, statement-cache-capacity")?;
    Ok(to)
}

const fn ssl_mode(mode: SslMode) -> PgSslMode {
    match mode {
        SslMode::Disable => PgSslMode::Disable,
        SslMode::Allow => PgSslMode::Allow,
        SslMode::Prefer => PgSslMode::Prefer,
        SslMode::Require => PgSslMode::Require,
        SslMode::VerifyCa => PgSslMode::VerifyCa,
        SslMode::VerifyFull => PgSslMode::VerifyFull,
    }
}

/// `-c name=value --other=value`, which sqlx takes in parts and puts together again. A blank within a value has a
/// backslash before it, and keeps it.
fn server_settings(text: &str) -> Result<Vec<(&str, &str)>, UrlError> {
    let wrong = || {
        UrlError::whole(UrlPart::Options, "the option `options` holds something else than settings of the server")
            .with_help("write options=-c%20name%3Dvalue, or options[name]=value")
    };
    let mut settings = Vec::new();
    let mut words = words(text).into_iter();
    while let Some(word) = words.next() {
        let setting = match word {
            "-c" => words.next().ok_or_else(wrong)?,
            _ => word.strip_prefix("--").or_else(|| word.strip_prefix("-c")).ok_or_else(wrong)?,
        };
        settings.push(setting.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(wrong)?);
    }
    Ok(settings)
}

/// What stands between blanks that have no backslash before them.
fn words(text: &str) -> Vec<&str> {
    let mut escaped = false;
    let is_border = |character: char| {
        let is_border = character.is_ascii_whitespace() && !escaped;
        escaped = character == '\\' && !escaped;
        is_border
    };
    text.split(is_border).filter(|word| !word.is_empty()).collect()
}

/// A value with a backslash before blanks and backslashes: the server parts its settings at blanks.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        if character.is_ascii_whitespace() || character == '\\' {
            text.push('\\');
        }
        text.push(character);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{self, CANARY};
    use super::*;

    fn convert(url: &str) -> PgConnectOptions {
        testing::convert::<DatabaseUrl, _>(url).unwrap()
    }

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<DatabaseUrl, PgConnectOptions>(url, part, word);
    }

    /// Host, port, socket, user, database.
    type Parts<'a> = (&'a str, u16, Option<&'a str>, &'a str, Option<&'a str>);

    #[track_caller]
    fn check(url: &str, expected: Parts<'_>) {
        let to = convert(url);
        let socket = to.get_socket().and_then(|socket| socket.to_str());
        // Beside a socket, the host is whatever sqlx has found on the machine.
        let host = if socket.is_some() { "" } else { to.get_host() };
        assert_eq!((host, to.get_port(), socket, to.get_username(), to.get_database()), expected, "{url}");
        // The password has no accessor.
        assert!(format!("{to:?}").contains(&format!("Some({CANARY:?})")), "{url}");
    }

    #[test]
    fn places() {
        check("postgres://~@db/orders", ("db", 5432, None, "shop", Some("orders")));
        check("psql://~@[::1]:1/a%2Fb", ("::1", 1, None, "shop", Some("a/b")));
        check("cockroachdb://~@db/orders", ("db", 26257, None, "shop", Some("orders")));
        check("postgresql+psycopg://~@10.0.0.1/orders", ("10.0.0.1", 5432, None, "shop", Some("orders")));
        let socket = ("", 5432, Some("/run/pg"), "shop", Some("orders"));
        check("postgres://~@%2Frun%2Fpg/orders", socket);
        check("postgres://~@//run/pg/orders", socket);
        check("postgres://~@/orders?host=/run/pg", socket);
        check("postgres:////run/pg/orders?user=shop&password=c4n4ry-p%40ss%2Fw%3Ard", socket);
        check("postgres://~@%2Frun%2Fpg:5433/orders", ("", 5433, Some("/run/pg"), "shop", Some("orders")));
        check("postgres://~@/?host=%2Frun%2Fpg&port=5433&dbname=x", ("", 5433, Some("/run/pg"), "shop", Some("x")));
    }

    #[test]
    fn modes() {
        for (word, mode) in [
            ("disable", PgSslMode::Disable),
            ("allow", PgSslMode::Allow),
            ("prefer", PgSslMode::Prefer),
            ("require", PgSslMode::Require),
            ("verify-ca", PgSslMode::VerifyCa),
            ("verify-full", PgSslMode::VerifyFull),
        ] {
            let found = convert(&format!("postgres://~@db/x?sslmode={word}"));
            assert_eq!(format!("{:?}", found.get_ssl_mode()), format!("{mode:?}"));
        }
        convert("postgres://~@/x?host=/run/pg&sslmode=prefer");
        refused("postgres://~@/x?host=/run/pg&sslmode=require", UrlPart::Options, "Unix socket");
    }

    #[test]
    fn options() {
        let to = convert(
            "postgres://~@db/x?sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&application_name=shop%20web\
             &statement-cache-capacity=7&client_encoding=utf8&options=-c%20a.b%3D1%20--geqo%3Doff%20-cx%3Dy%5C%20z\
             &options[search_path]=a%20b",
        );
        let shown = format!("{to:?}");
        for part in ["/ca.pem", "/c.pem", "/k.pem", "statement_cache_capacity: 7"] {
            assert!(shown.contains(part), "{part}");
        }
        assert_eq!(to.get_application_name(), Some("shop web"));
        assert_eq!(to.get_options(), Some("-c a.b=1 -c geqo=off -c x=y\\ z -c search_path=a\\ b"));
    }

    #[test]
    fn what_sqlx_cannot_express() {
        refused("mysql://~@db/x", UrlPart::Scheme, "postgres://");
        refused("postgres://~@h1,h2/x", UrlPart::Host, "sqlx takes one");
        for option in ["connect_timeout=1", "conn_max_age=60", "target_session_attrs=any", "channel_binding=require"] {
            let name = option.split('=').next().unwrap();
            refused(
                &format!("postgres://~@db/x?{option}"),
                UrlPart::Options,
                &format!("`{name}` says nothing to sqlx"),
            );
        }
        refused("postgres://~@db/x?c4n4ry=c4n4ry", UrlPart::Options, "an option says nothing");
        refused("postgres://~@db/x?client_encoding=latin1", UrlPart::Options, "client_encoding");
        refused("postgres://~@db/x?statement-cache-capacity=-1", UrlPart::Options, "whole number");
        refused("postgres://~@db/x?statement-cache-capacity=", UrlPart::Options, "whole number");
        refused("postgres://~@db/x?sslrootcert=a&ssl-ca=b", UrlPart::Options, "two spellings");
        refused("postgres://~@db/x?options=-B%20c4n4ry", UrlPart::Options, "settings of the server");
        refused("postgres://~@db/x?options=-c", UrlPart::Options, "settings of the server");
        refused("postgres://~@db/x?options[a=b", UrlPart::Options, "bracket");
    }

    #[test]
    fn what_the_application_reads_is_taken_off_before() {
        let url: DatabaseUrl = "postgres://db/x?conn_max_age=60&sslmode=require".parse().unwrap();
        let rest = url.without_options(["conn_max_age", "not-there"]);
        assert_eq!(rest.to_string(), "postgres://db/x?sslmode=require");
        assert!(PgConnectOptions::try_from(&url).is_err() && PgConnectOptions::try_from(&rest).is_ok());
    }
}
