//! `CacheUrl` and `RedisUrl`.

mod read;
mod redis_url;
mod schemes;

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

pub use redis_url::RedisUrl;
pub use schemes::CacheBackend;

use crate::credentials::Credentials;
use crate::error::UrlError;
use crate::host::HostPort;
use crate::kind::{Kind, credentials, hosts, url_type};
use crate::options::{MaxAge, Options};
use crate::percent::Keep;
use crate::write::{Alone, Writer};
use schemes::{Form, Scheme};

/// The address of a cache.
///
/// ```
/// use tactful_urls::{CacheBackend, CacheUrl};
///
/// let url: CacheUrl = "rediss://:s3cret@cache.example.com/2?key_prefix=shop".parse()?;
/// assert_eq!(url.backend(), CacheBackend::Redis);
/// assert!(url.tls() && !url.is_cluster());
/// assert_eq!(url.database_index(), Some(2));
/// assert_eq!(url.key_prefix(), Some("shop"));
/// assert_eq!(url.to_string(), "rediss://:[REDACTED]@cache.example.com/2?key_prefix=shop");
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
///
/// Sentinels are written `redis-sentinel://:password@s1,s2:26380/master/0`; where they ask for a password themselves,
/// with `?sentinel_password=`.
#[derive(Clone, PartialEq, Eq)]
pub struct CacheUrl {
    scheme: &'static Scheme,
    credentials: Credentials,
    hosts: Vec<HostPort>,
    socket: Option<PathBuf>,
    index: Option<u32>,
    sentinel: Option<Sentinel>,
    location: Option<String>,
    options: Options,
}

/// The master to ask sentinels for, and what they ask for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentinel {
    master: String,
    credentials: Credentials,
}

impl Sentinel {
    /// The name of the master.
    pub fn master(&self) -> &str {
        &self.master
    }

    /// The user at the sentinels: `sentinel_username`.
    pub fn username(&self) -> Option<&str> {
        self.credentials.user()
    }

    /// The password at the sentinels: `sentinel_password`.
    pub const fn password(&self) -> Option<&SecretString> {
        self.credentials.password.as_ref()
    }
}

url_type!(CacheUrl);
credentials!(CacheUrl);
hosts!(CacheUrl);

impl CacheUrl {
    /// What keeps the entries.
    pub const fn backend(&self) -> CacheBackend {
        self.scheme.backend
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// Whether the connection is encrypted: `rediss`, `valkeys`, `rediss-sentinel`.
    pub const fn tls(&self) -> bool {
        self.scheme.tls
    }

    /// The usual port, for hosts without one.
    pub const fn default_port(&self) -> Option<u16> {
        self.scheme.port
    }

    /// The Unix socket.
    pub fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// The number of the database: `/2` or `?db=2`.
    pub const fn database_index(&self) -> Option<u32> {
        self.index
    }

    /// `key_prefix`: what every key begins with.
    pub fn key_prefix(&self) -> Option<&str> {
        self.options.get("key_prefix")
    }

    /// `timeout`: how long an entry lives, in seconds; `None` for ever.
    pub fn timeout(&self) -> Option<MaxAge> {
        self.options.max_age("timeout")
    }

    /// `version`: the number that every key carries.
    pub fn version(&self) -> Option<u32> {
        self.options.number("version")
    }

    /// Whether the hosts are nodes of one cluster: `redis+cluster`.
    pub fn is_cluster(&self) -> bool {
        self.scheme.form == Form::Cluster
    }

    /// The master to ask the hosts for, which then are sentinels: `redis-sentinel`.
    pub const fn sentinel(&self) -> Option<&Sentinel> {
        self.sentinel.as_ref()
    }

    /// The table of `dbcache`, the folder of `filecache`, the name of `locmemcache`.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
}

impl Kind for CacheUrl {
    const EXPECTED: &'static str = "a cache URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        read::read(text)
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        // Redis knows no user without a password: one that stands alone is a password in the wrong place.
        to.credentials(&self.credentials, Alone::Token)?;
        to.hosts(&self.hosts)?;
        if let Some(location) = &self.location {
            to.encoded(location, if self.scheme.form == Form::Folder { Keep::Path } else { Keep::Nothing })?;
        }
        if let Some(sentinel) = &self.sentinel {
            to.raw("/")?;
            to.encoded_word(&sentinel.master)?;
        }
        let mut mark = to.place_in_redis(self.socket.as_deref(), self.index)?;
        let credentials = self.sentinel.as_ref().map(|sentinel| &sentinel.credentials);
        let user = credentials.and_then(Credentials::user).map(|user| ("sentinel_username", user));
        let password = credentials.and_then(|credentials| credentials.password.as_ref());
        let password = password.map(|password| ("sentinel_password", password.expose_secret()));
        for (key, value) in user.into_iter().chain(password) {
            to.option(mark, key, value)?;
            mark = '&';
        }
        to.more_options(&self.options, mark)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }

    fn before_name(scheme: &str) -> &'static str {
        // What has a location and no host has it in the place of a host.
        if scheme.to_ascii_lowercase().ends_with("cache") && !scheme.eq_ignore_ascii_case("rediscache") {
            ""
        } else {
            "/"
        }
    }
}
