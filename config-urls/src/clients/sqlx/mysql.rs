//! `MySqlConnectOptions`.

use secrecy::ExposeSecret;
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};

use super::super::{Left, other_scheme, second_host, tls_on_socket};
use super::{CLIENT, STATEMENT_CACHE};
use crate::database::DatabaseUrl;
use crate::error::{UrlError, UrlPart};
use crate::options::SslMode;

/// One host or socket, the login, the database, `ssl-mode`, `ssl-ca`, `ssl-cert`, `ssl-key`, `charset`, `collation`,
/// `timezone`, `statement-cache-capacity`.
///
/// What the URL leaves out is as sqlx has it: `root` at `localhost`. `sqlx` prints the password in the `Debug` of
/// these options.
impl TryFrom<&DatabaseUrl> for MySqlConnectOptions {
    type Error = UrlError;

    fn try_from(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if !url.engine().speaks_mysql() {
            return Err(other_scheme(CLIENT, "mysql:// or mariadb:// for MySqlConnectOptions"));
        }
        let mut to = Self::new();
        if let [_, _, ..] = url.hosts() {
            return Err(second_host(CLIENT, ""));
        }
        if let Some(host) = url.host() {
            to = to.host(host);
        }
        if let Some(port) = url.port_or_default() {
            to = to.port(port);
        }
        if let Some(socket) = url.socket() {
            to = to.socket(socket);
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

fn options(url: &DatabaseUrl, mut to: MySqlConnectOptions) -> Result<MySqlConnectOptions, UrlError> {
    let mut left = Left::new(CLIENT, url.options());
    left.take(&["sslmode"])?;
    if let Some(mode) = url.ssl_mode() {
        let mode = ssl_mode(mode)?;
        if url.socket().is_some() && !matches!(mode, MySqlSslMode::Disabled | MySqlSslMode::Preferred) {
            return Err(tls_on_socket());
        }
        to = to.ssl_mode(mode);
    }
    if let Some(file) = left.take(&["ssl-ca", "sslca", "ssl_ca"])? {
        to = to.ssl_ca(file);
    }
    if let Some(file) = left.take(&["ssl-cert", "sslcert", "ssl_cert"])? {
        to = to.ssl_client_cert(file);
    }
    if let Some(file) = left.take(&["ssl-key", "sslkey", "ssl_key"])? {
        to = to.ssl_client_key(file);
    }
    if let Some(charset) = left.take(&["charset"])? {
        to = to.charset(charset);
    }
    if let Some(collation) = left.take(&["collation"])? {
        to = to.collation(collation);
    }
    if let Some(timezone) = left.take(&["timezone", "time-zone"])? {
        to = to.timezone(timezone.to_owned());
    }
    if let Some(capacity) = left.number(STATEMENT_CACHE)? {
        to = to.statement_cache_capacity(capacity);
    }
    left.finish("ssl-mode, ssl-ca, ssl-cert, ssl-key, charset, collation, timezone, statement-cache-capacity")?;
    Ok(to)
}

fn ssl_mode(mode: SslMode) -> Result<MySqlSslMode, UrlError> {
    match mode {
        SslMode::Disable => Ok(MySqlSslMode::Disabled),
        SslMode::Prefer => Ok(MySqlSslMode::Preferred),
        SslMode::Require => Ok(MySqlSslMode::Required),
        SslMode::VerifyCa => Ok(MySqlSslMode::VerifyCa),
        SslMode::VerifyFull => Ok(MySqlSslMode::VerifyIdentity),
        SslMode::Allow => {
            Err(UrlError::whole(UrlPart::Options, "the option `ssl-mode` is `allow`, which MySQL does not know")
                .with_help("write one of disabled, preferred, required, verify_ca, verify_identity"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{self, CANARY};
    use super::*;

    fn convert(url: &str) -> MySqlConnectOptions {
        testing::convert::<DatabaseUrl, _>(url).unwrap()
    }

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<DatabaseUrl, MySqlConnectOptions>(url, part, word);
    }

    #[track_caller]
    fn check(url: &str, expected: (&str, u16, Option<&str>, &str, Option<&str>)) {
        let to = convert(url);
        let socket = to.get_socket().and_then(|socket| socket.to_str());
        assert_eq!((to.get_host(), to.get_port(), socket, to.get_username(), to.get_database()), expected, "{url}");
        assert!(format!("{to:?}").contains(&format!("Some({CANARY:?})")), "{url}");
    }

    #[test]
    fn places() {
        check("mysql://~@db/orders", ("db", 3306, None, "shop", Some("orders")));
        check("mariadb://~@[::1]:1/a%2Fb", ("::1", 1, None, "shop", Some("a/b")));
        check("mysql+pymysql://~@db", ("db", 3306, None, "shop", None));
        let socket = ("localhost", 3306, Some("/run/my.sock"), "shop", Some("orders"));
        check("mysql://~@%2Frun%2Fmy.sock/orders", socket);
        check("mysql://~@//run/my.sock/orders", socket);
        check("mysql://~@/orders?socket=/run/my.sock", socket);
        check("mysql://~@localhost/orders?unix_socket=/run/my.sock", socket);
    }

    #[test]
    fn without_a_login_it_is_as_sqlx_has_it() {
        let to = convert("mysql://db");
        assert_eq!((to.get_username(), to.get_database()), ("root", None));
        assert!(format!("{to:?}").contains("password: None"));
        assert!(format!("{:?}", convert("mysql://u:@db")).contains("password: Some(\"\")"));
    }

    #[test]
    fn modes() {
        for (word, mode) in [
            ("DISABLED", MySqlSslMode::Disabled),
            ("prefer", MySqlSslMode::Preferred),
            ("REQUIRED", MySqlSslMode::Required),
            ("VERIFY_CA", MySqlSslMode::VerifyCa),
            ("verify-full", MySqlSslMode::VerifyIdentity),
        ] {
            let found = convert(&format!("mysql://~@db/x?ssl-mode={word}"));
            assert_eq!(format!("{:?}", found.get_ssl_mode()), format!("{mode:?}"));
        }
        refused("mysql://~@db/x?sslmode=allow", UrlPart::Options, "`allow`");
        refused("mysql://~@/x?socket=/run/my.sock&ssl-mode=REQUIRED", UrlPart::Options, "Unix socket");
    }

    #[test]
    fn options() {
        let to = convert(
            "mysql://~@db/x?ssl-ca=/ca.pem&ssl-cert=/c.pem&ssl-key=/k.pem&charset=latin1&collation=latin1_bin\
             &timezone=%2B01:00&statement_cache_capacity=7",
        );
        let shown = format!("{to:?}");
        for part in ["/ca.pem", "/c.pem", "/k.pem", "statement_cache_capacity: 7", "Some(\"+01:00\")"] {
            assert!(shown.contains(part), "{part}");
        }
        assert_eq!((to.get_charset(), to.get_collation()), ("latin1", Some("latin1_bin")));
    }

    #[test]
    fn what_sqlx_cannot_express() {
        refused("postgres://~@db/x", UrlPart::Scheme, "mysql://");
        refused("mysql://~@db/x?connect_timeout=1", UrlPart::Options, "`connect_timeout` says nothing to sqlx");
        refused("mysql://~@db/x?atomic_requests=true", UrlPart::Options, "`atomic_requests` says nothing");
        refused("mysql://~@db/x?c4n4ry=c4n4ry", UrlPart::Options, "an option says nothing");
        refused("mysql://~@db/x?ssl-ca=a&sslca=b", UrlPart::Options, "two spellings");
    }
}
