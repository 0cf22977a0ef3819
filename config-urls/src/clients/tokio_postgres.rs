//! `tokio_postgres::Config`.

use std::time::Duration;

use secrecy::ExposeSecret;
use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, LoadBalanceHosts, SslMode as Mode, SslNegotiation, TargetSessionAttrs};

use super::{Left, other_scheme, tls_on_socket};
use crate::database::DatabaseUrl;
use crate::error::{UrlError, UrlPart};
use crate::options::SslMode;

/// The client, as errors name it.
const CLIENT: &str = "tokio-postgres";

/// The options that it takes.
const UNDERSTOOD: &str = "sslmode, sslnegotiation, application_name, options, connect_timeout, tcp_user_timeout, \
                          keepalives, keepalives_idle, keepalives_interval, keepalives_retries, target_session_attrs, \
                          channel_binding, load_balance_hosts";

/// All hosts, each with its port, or a socket; the login, the database, and every option that `tokio-postgres` reads
/// from text of its own.
///
/// `sslmode` is `disable`, `prefer` or `require`: whether a certificate is verified is a matter of the connector that
/// goes into `connect`, so that `verify-ca` and `verify-full` are refused, and `sslrootcert` with them.
impl TryFrom<&DatabaseUrl> for Config {
    type Error = UrlError;

    fn try_from(url: &DatabaseUrl) -> Result<Self, UrlError> {
        if !url.engine().speaks_postgres() {
            return Err(other_scheme(CLIENT, "postgres://"));
        }
        let mut to = Self::new();
        for host in url.hosts() {
            to.host(host.host());
            if let Some(port) = host.port().or(url.default_port()) {
                to.port(port);
            }
        }
        socket(url, &mut to)?;
        if let Some(user) = url.username() {
            to.user(user);
        }
        if let Some(password) = url.password() {
            to.password(password.expose_secret());
        }
        if let Some(database) = url.database() {
            to.dbname(database);
        }
        let mut left = Left::new(CLIENT, url.options());
        session(url, &mut left, &mut to)?;
        timing(&mut left, &mut to)?;
        left.finish(UNDERSTOOD)?;
        Ok(to)
    }
}

#[cfg(unix)]
fn socket(url: &DatabaseUrl, to: &mut Config) -> Result<(), UrlError> {
    let Some(socket) = url.socket() else { return Ok(()) };
    if url.ssl_mode().is_some_and(|mode| !matches!(mode, SslMode::Disable | SslMode::Allow | SslMode::Prefer)) {
        return Err(tls_on_socket());
    }
    to.host_path(socket);
    if let Some(port) = url.port_or_default() {
        to.port(port);
    }
    Ok(())
}

#[cfg(not(unix))]
fn socket(url: &DatabaseUrl, _: &mut Config) -> Result<(), UrlError> {
    match url.socket() {
        Some(_) => Err(UrlError::whole(UrlPart::Host, "a Unix socket is given, and this is no Unix")),
        None => Ok(()),
    }
}

/// Who is talked to, and how.
fn session(url: &DatabaseUrl, left: &mut Left<'_>, to: &mut Config) -> Result<(), UrlError> {
    left.take(&["sslmode"])?;
    if let Some(mode) = url.ssl_mode() {
        to.ssl_mode(ssl_mode(mode)?);
    }
    let negotiations = [("postgres", SslNegotiation::Postgres), ("direct", SslNegotiation::Direct)];
    if let Some(negotiation) = left.word(&["sslnegotiation"], &negotiations)? {
        to.ssl_negotiation(negotiation);
    }
    if let Some(name) = left.take(&["application_name"])? {
        to.application_name(name);
    }
    if let Some(settings) = left.take(&["options"])? {
        to.options(settings);
    }
    let sessions = [
        ("any", TargetSessionAttrs::Any),
        ("read-write", TargetSessionAttrs::ReadWrite),
        ("read-only", TargetSessionAttrs::ReadOnly),
    ];
    if let Some(session) = left.word(&["target_session_attrs"], &sessions)? {
        to.target_session_attrs(session);
    }
    let bindings = [
        ("disable", ChannelBinding::Disable),
        ("prefer", ChannelBinding::Prefer),
        ("require", ChannelBinding::Require),
    ];
    if let Some(binding) = left.word(&["channel_binding"], &bindings)? {
        to.channel_binding(binding);
    }
    let balances = [("disable", LoadBalanceHosts::Disable), ("random", LoadBalanceHosts::Random)];
    if let Some(balance) = left.word(&["load_balance_hosts"], &balances)? {
        to.load_balance_hosts(balance);
    }
    Ok(())
}

/// How long it is waited. Zero is what libpq says for "no limit" and for "as the system has it", which is how `Config`
/// begins.
fn timing(left: &mut Left<'_>, to: &mut Config) -> Result<(), UrlError> {
    let mut time = |name: &'static str, unit: fn(u64) -> Duration| {
        Ok::<_, UrlError>(left.number(&[name])?.filter(|time| *time > 0).map(unit))
    };
    if let Some(time) = time("connect_timeout", Duration::from_secs)? {
        to.connect_timeout(time);
    }
    // libpq counts this one in milliseconds, and tokio-postgres, when it reads text, in seconds.
    if let Some(time) = time("tcp_user_timeout", Duration::from_millis)? {
        to.tcp_user_timeout(time);
    }
    if let Some(time) = time("keepalives_idle", Duration::from_secs)? {
        to.keepalives_idle(time);
    }
    if let Some(time) = time("keepalives_interval", Duration::from_secs)? {
        to.keepalives_interval(time);
    }
    if let Some(retries) = left.number(&["keepalives_retries"])? {
        to.keepalives_retries(retries);
    }
    if let Some(keepalives) = left.word(&["keepalives"], &[("0", false), ("1", true)])? {
        to.keepalives(keepalives);
    }
    Ok(())
}

fn ssl_mode(mode: SslMode) -> Result<Mode, UrlError> {
    match mode {
        SslMode::Disable => Ok(Mode::Disable),
        SslMode::Prefer => Ok(Mode::Prefer),
        SslMode::Require => Ok(Mode::Require),
        SslMode::Allow => Err(UrlError::whole(
            UrlPart::Options,
            "the option `sslmode` is `allow`, which tokio-postgres does not know",
        )
        .with_help("write prefer, or disable")),
        SslMode::VerifyCa | SslMode::VerifyFull => Err(UrlError::whole(
            UrlPart::Options,
            "the option `sslmode` asks to verify the certificate, which tokio-postgres leaves to its connector",
        )
        .with_help("write sslmode=require, and connect with a connector that verifies")),
    }
}

#[cfg(test)]
mod tests {
    use tokio_postgres::config::Host;

    use super::super::testing::{self, CANARY};
    use super::*;

    fn convert(url: &str) -> Config {
        testing::convert::<DatabaseUrl, _>(url).unwrap()
    }

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<DatabaseUrl, Config>(url, part, word);
    }

    #[track_caller]
    fn check(url: &str, hosts: &[&str], ports: &[u16]) {
        let to = convert(url);
        let expected: Vec<Host> = hosts
            .iter()
            .map(|host| if host.starts_with('/') { Host::Unix(host.into()) } else { Host::Tcp((*host).to_owned()) })
            .collect();
        assert_eq!((to.get_hosts(), to.get_ports()), (expected.as_slice(), ports), "{url}");
        assert_eq!((to.get_user(), to.get_dbname()), (Some("shop"), Some("orders")), "{url}");
        assert_eq!(to.get_password(), Some(CANARY.as_bytes()), "{url}");
        assert!(!format!("{to:?}").contains("c4n4ry"), "{url}");
    }

    #[test]
    fn places() {
        check("postgres://~@db/orders", &["db"], &[5432]);
        check("postgres://~@h1,[::1]:2,h3/orders", &["h1", "::1", "h3"], &[5432, 2, 5432]);
        check("cockroachdb://~@db/orders", &["db"], &[26257]);
        check("postgres://~@/orders?host=h1,h2:7", &["h1", "h2"], &[5432, 7]);
        check("postgres://~@//run/pg/orders", &["/run/pg"], &[5432]);
        check("postgres://~@%2Frun%2Fpg:5433/orders", &["/run/pg"], &[5433]);
        check("postgres://~@/orders?host=/run/pg&port=5433", &["/run/pg"], &[5433]);
    }

    #[test]
    fn without_a_login() {
        let to = convert("postgres://db");
        assert_eq!((to.get_user(), to.get_password(), to.get_dbname()), (None, None, None));
    }

    #[test]
    fn options() {
        let to = convert(
            "postgres://~@db/x?sslmode=require&sslnegotiation=direct&application_name=shop&options=-c%20geqo%3Doff\
             &connect_timeout=3&tcp_user_timeout=1500&keepalives=0&keepalives_idle=5&keepalives_interval=6\
             &keepalives_retries=7&target_session_attrs=read-write&channel_binding=require&load_balance_hosts=random",
        );
        let mut expected = Config::new();
        expected.host("db").port(5432).user("shop").password(CANARY).dbname("x");
        expected.ssl_mode(Mode::Require).ssl_negotiation(SslNegotiation::Direct);
        expected.application_name("shop").options("-c geqo=off");
        expected.connect_timeout(Duration::from_secs(3)).tcp_user_timeout(Duration::from_millis(1500));
        expected.keepalives(false).keepalives_idle(Duration::from_secs(5));
        expected.keepalives_interval(Duration::from_secs(6)).keepalives_retries(7);
        expected.target_session_attrs(TargetSessionAttrs::ReadWrite).channel_binding(ChannelBinding::Require);
        expected.load_balance_hosts(LoadBalanceHosts::Random);
        assert_eq!(to, expected);
        assert_eq!(convert("postgres://db?connect_timeout=0").get_connect_timeout(), None);
    }

    #[test]
    fn what_it_cannot_express() {
        refused("mysql://~@db/x", UrlPart::Scheme, "postgres://");
        refused("postgres://~@db/x?sslmode=allow", UrlPart::Options, "`allow`");
        refused("postgres://~@db/x?sslmode=verify-ca", UrlPart::Options, "connector");
        refused("postgres://~@db/x?sslmode=verify-full", UrlPart::Options, "sslmode=require");
        refused("postgres://~@/x?host=/run/pg&sslmode=require", UrlPart::Options, "Unix socket");
        refused("postgres://~@db/x?sslrootcert=/c4n4ry", UrlPart::Options, "`sslrootcert` says nothing");
        refused("postgres://~@db/x?conn_max_age=5", UrlPart::Options, "`conn_max_age` says nothing");
        refused("postgres://~@db/x?connect_timeout=1s", UrlPart::Options, "`connect_timeout` is not a whole number");
        refused("postgres://~@db/x?target_session_attrs=c4n4ry", UrlPart::Options, "`target_session_attrs` is none of");
        refused("postgres://~@db/x?c4n4ry=1", UrlPart::Options, "an option says nothing");
    }
}
