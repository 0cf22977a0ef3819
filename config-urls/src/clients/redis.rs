//! `redis`: one server, a cluster, sentinels.

use redis::cluster::ClusterClientBuilder;
use redis::sentinel::{SentinelClientBuilder, SentinelServerType};
use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo, ProtocolVersion, RedisConnectionInfo, TlsMode};
use secrecy::{ExposeSecret, SecretString};

use super::{Left, other_scheme, second_host};
use crate::cache::{CacheBackend, CacheUrl, RedisUrl};
use crate::error::{UrlError, UrlPart};
use crate::host::HostPort;

/// The client, as errors name it.
const CLIENT: &str = "redis";

/// One server, by host or socket; the login, the number of the database, `protocol` (`2 3 resp2 resp3`).
///
/// The prefix of keys and the life of entries are not matters of the connection: an application that has them in its
/// URL reads them and takes them off before, by [`CacheUrl::without_options`].
impl TryFrom<&CacheUrl> for ConnectionInfo {
    type Error = UrlError;

    fn try_from(url: &CacheUrl) -> Result<Self, UrlError> {
        let redis = settings(url)?;
        if url.is_cluster() {
            return Err(other_kind("a cluster", "ClusterClientBuilder"));
        }
        if url.sentinel().is_some() {
            return Err(other_kind("sentinels", "SentinelClientBuilder"));
        }
        let address = match (url.hosts(), url.socket()) {
            ([], Some(_)) if url.tls() => {
                return Err(UrlError::new(UrlPart::Scheme, "asks for TLS on a Unix socket, where there is none")
                    .with_help("write redis+unix://"));
            }
            ([], Some(socket)) => ConnectionAddr::Unix(socket.to_owned()),
            ([], None) => {
                return Err(UrlError::new(UrlPart::Host, "is missing").with_help("write redis://localhost"));
            }
            ([host], _) => address(url, host),
            _ => return Err(second_host(CLIENT, "write redis+cluster:// where they are the nodes of one cluster")),
        };
        info(address, redis)
    }
}

/// All nodes, the login, `protocol`. What a URL does not say (replicas, waits, certificates) is still to be set.
impl TryFrom<&CacheUrl> for ClusterClientBuilder {
    type Error = UrlError;

    fn try_from(url: &CacheUrl) -> Result<Self, UrlError> {
        let redis = settings(url)?;
        if !url.is_cluster() {
            return Err(other_scheme(CLIENT, "redis+cluster:// for ClusterClientBuilder"));
        }
        let nodes = url.hosts().iter().map(|host| info(address(url, host), redis.clone()));
        Ok(Self::new(nodes.collect::<Result<Vec<_>, _>>()?))
    }
}

/// All sentinels with their own login, and for the master that they name the login, the number of the database,
/// `protocol`. It asks for the master, not for its replicas. What a URL does not say is still to be set.
impl TryFrom<&CacheUrl> for SentinelClientBuilder {
    type Error = UrlError;

    fn try_from(url: &CacheUrl) -> Result<Self, UrlError> {
        let redis = settings(url)?;
        let Some(sentinel) = url.sentinel() else {
            return Err(other_scheme(CLIENT, "redis-sentinel:// for SentinelClientBuilder"));
        };
        let addresses = url.hosts().iter().map(|host| address(url, host));
        let mut to = Self::new(addresses, sentinel.master(), SentinelServerType::Master)
            .map_err(|_| UrlError::new(UrlPart::Host, "is refused by redis"))?;
        to = to.set_client_to_redis_db(redis.db()).set_client_to_redis_protocol(redis.protocol());
        if url.tls() {
            // The addresses of the sentinels say it already.
            to = to.set_client_to_redis_tls_mode(TlsMode::Secure);
        }
        if let Some(user) = redis.username() {
            to = to.set_client_to_redis_username(user);
        }
        if let Some(password) = redis.password() {
            to = to.set_client_to_redis_password(password);
        }
        has_password(sentinel.username(), sentinel.password())?;
        if let Some(user) = sentinel.username() {
            to = to.set_client_to_sentinel_username(user);
        }
        if let Some(password) = sentinel.password() {
            to = to.set_client_to_sentinel_password(password.expose_secret());
        }
        Ok(to)
    }
}

/// The same for a URL that is one of Redis by its type.
macro_rules! by_its_type {
    ($($client:ty),+) => {$(
        /// As for a [`CacheUrl`].
        impl TryFrom<&RedisUrl> for $client {
            type Error = UrlError;

            fn try_from(url: &RedisUrl) -> Result<Self, UrlError> {
                Self::try_from(&**url)
            }
        }
    )+};
}

by_its_type!(ConnectionInfo, ClusterClientBuilder, SentinelClientBuilder);

/// What is said after the connection stands.
fn settings(url: &CacheUrl) -> Result<RedisConnectionInfo, UrlError> {
    if !matches!(url.backend(), CacheBackend::Redis | CacheBackend::Valkey) {
        return Err(other_scheme(CLIENT, "redis:// or one of its kin"));
    }
    has_password(url.username(), url.password())?;
    let mut to = RedisConnectionInfo::default();
    if let Some(user) = url.username() {
        to = to.set_username(user);
    }
    if let Some(password) = url.password() {
        to = to.set_password(password.expose_secret());
    }
    if let Some(index) = url.database_index() {
        to = to.set_db(index.into());
    }
    let mut left = Left::new(CLIENT, url.options());
    let protocols = [
        ("2", ProtocolVersion::RESP2),
        ("3", ProtocolVersion::RESP3),
        ("resp2", ProtocolVersion::RESP2),
        ("resp3", ProtocolVersion::RESP3),
    ];
    if let Some(protocol) = left.word(&["protocol"], &protocols)? {
        to = to.set_protocol(protocol);
    }
    left.finish("protocol")?;
    Ok(to)
}

/// A user alone would not be sent: redis logs in where there is a password.
fn has_password(user: Option<&str>, password: Option<&SecretString>) -> Result<(), UrlError> {
    match (user, password) {
        (Some(_), None) => Err(UrlError::new(UrlPart::User, "has no password, and Redis knows no login without one")
            .with_help("write user:password@, or :password@")),
        _ => Ok(()),
    }
}

fn address(url: &CacheUrl, host: &HostPort) -> ConnectionAddr {
    let port = host.port().or(url.default_port()).unwrap_or_default();
    let host = host.host().to_owned();
    if url.tls() {
        ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None }
    } else {
        ConnectionAddr::Tcp(host, port)
    }
}

fn info(address: ConnectionAddr, redis: RedisConnectionInfo) -> Result<ConnectionInfo, UrlError> {
    let info = address.into_connection_info().map_err(|_| UrlError::new(UrlPart::Host, "is refused by redis"))?;
    Ok(info.set_redis_settings(redis))
}

/// The URL is of several servers.
#[cold]
fn other_kind(what: &str, client: &str) -> UrlError {
    UrlError::whole(UrlPart::Scheme, format!("the scheme is of {what}"))
        .with_help(format!("convert it into a {client}"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, CANARY};
    use super::*;

    #[track_caller]
    fn convert(url: &str) -> ConnectionInfo {
        testing::convert::<CacheUrl, _>(url).unwrap()
    }

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<CacheUrl, ConnectionInfo>(url, part, word);
    }

    /// The address, the login, the number of the database.
    #[track_caller]
    fn check(url: &str, address: &ConnectionAddr, login: (Option<&str>, Option<&str>), index: i64) {
        let to = convert(url);
        let redis = to.redis_settings();
        assert_eq!(to.addr(), address, "{url}");
        assert_eq!((redis.username(), redis.password(), redis.db()), (login.0, login.1, index), "{url}");
        assert!(!format!("{to:?}").contains("c4n4ry"), "{url}");
    }

    fn tcp(host: &str, port: u16) -> ConnectionAddr {
        ConnectionAddr::Tcp(host.to_owned(), port)
    }

    fn tls(host: &str, port: u16) -> ConnectionAddr {
        ConnectionAddr::TcpTls { host: host.to_owned(), port, insecure: false, tls_params: None }
    }

    #[test]
    fn one_server() {
        let login = (Some("shop"), Some(CANARY));
        check("redis://cache", &tcp("cache", 6379), (None, None), 0);
        check("redis://~@cache:1/2", &tcp("cache", 1), login, 2);
        check("valkey://[::1]?db=3", &tcp("::1", 6379), (None, None), 3);
        check("rediss://:c4n4ry@cache", &tls("cache", 6379), (None, Some("c4n4ry")), 0);
        check("valkeys://~@cache", &tls("cache", 6379), login, 0);
        check("redis://:@cache", &tcp("cache", 6379), (None, Some("")), 0);
        let socket = ConnectionAddr::Unix("/run/redis.sock".into());
        check("redis+unix:///run/redis.sock?db=2", &socket, (None, None), 2);
        check("redis+socket://~@/run/redis.sock", &socket, login, 0);
        check("unix:///run/redis.sock?username=shop&password=c4n4ry", &socket, (Some("shop"), Some("c4n4ry")), 0);
        check("redis:///run/redis.sock:4", &socket, (None, None), 4);
        for (word, protocol) in [("2", ProtocolVersion::RESP2), ("resp3", ProtocolVersion::RESP3)] {
            assert_eq!(convert(&format!("redis://h?protocol={word}")).redis_settings().protocol(), protocol);
        }
    }

    #[test]
    fn by_its_type() {
        let url: RedisUrl = "redis://h/1".parse().unwrap();
        assert_eq!(ConnectionInfo::try_from(&url).unwrap().redis_settings().db(), 1);
    }

    #[test]
    fn a_cluster() {
        let to: ClusterClientBuilder =
            testing::convert::<CacheUrl, _>("rediss+cluster://~@n1,n2:7001/0?protocol=resp3").unwrap();
        let shown = format!("{to:?}");
        for part in ["\"n1\", port: 6379", "\"n2\", port: 7001", "TcpTls", "\"shop\"", "RESP3"] {
            let part = part.replacen('"', "host: \"", usize::from(part.contains("port")));
            assert!(shown.contains(&part), "{part}: {shown}");
        }
        assert!(!shown.contains("c4n4ry"), "{shown}");
        assert!(to.build().is_ok());
        testing::refused::<CacheUrl, ClusterClientBuilder>("redis://~@n1,n2", UrlPart::Scheme, "redis+cluster://");
    }

    #[test]
    fn sentinels() {
        let to: SentinelClientBuilder = testing::convert::<CacheUrl, _>(
            "redis-sentinel://~@s1,s2:26380/primary/2?sentinel_username=asker&sentinel_password=c4n4ry&protocol=3",
        )
        .unwrap();
        let shown = format!("{to:?}");
        for part in ["Tcp(\"s1\", 26379)", "Tcp(\"s2\", 26380)", "primary", "Some(2)", "\"shop\"", "\"asker\"", "RESP3"]
        {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(!shown.contains("c4n4ry"), "{shown}");
        assert!(to.build().is_ok());

        let to: SentinelClientBuilder = testing::convert::<CacheUrl, _>("rediss-sentinel://s1/primary").unwrap();
        let shown = format!("{to:?}");
        assert!(shown.contains("TcpTls") && shown.contains("Secure"), "{shown}");
        assert!(to.build().is_ok());
        testing::refused::<CacheUrl, SentinelClientBuilder>("redis://~@s1", UrlPart::Scheme, "redis-sentinel://");
        testing::refused::<CacheUrl, SentinelClientBuilder>(
            "redis-sentinel://s1/primary?sentinel_username=c4n4ry",
            UrlPart::User,
            "password",
        );
    }

    #[test]
    fn what_redis_cannot_express() {
        refused("memcached://h", UrlPart::Scheme, "redis://");
        refused("locmemcache://c4n4ry", UrlPart::Scheme, "redis://");
        refused("redis://~@h1,h2", UrlPart::Host, "redis+cluster://");
        refused("redis+cluster://~@h1", UrlPart::Scheme, "ClusterClientBuilder");
        refused("redis-sentinel://~@h1/primary", UrlPart::Scheme, "SentinelClientBuilder");
        refused("redis:///1", UrlPart::Host, "missing");
        refused("rediss:///run/redis.sock", UrlPart::Scheme, "Unix socket");
        refused("redis://c4n4ry@h", UrlPart::User, "password");
        refused("redis://~@h?protocol=c4n4ry", UrlPart::Options, "`protocol` is none of");
        for option in ["key_prefix=c4n4ry", "timeout=5", "version=1", "socket_timeout=1", "ssl_cert_reqs=none"] {
            let name = option.split('=').next().unwrap();
            refused(&format!("redis://~@h?{option}"), UrlPart::Options, &format!("`{name}` says nothing to redis"));
        }
        refused("redis://~@h?c4n4ry=1", UrlPart::Options, "an option says nothing");
    }
}
