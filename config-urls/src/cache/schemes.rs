//! The schemes of caches.

use crate::options::{Known, Takes};
use crate::scheme::Row;

/// What keeps the entries of a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CacheBackend {
    /// Redis.
    Redis,
    /// Valkey, which speaks as Redis does.
    Valkey,
    /// Memcached.
    Memcached,
    /// A table of the application's database.
    Database,
    /// A folder.
    File,
    /// The memory of the process.
    Memory,
    /// Nothing: a cache that forgets.
    Dummy,
}

/// What follows the scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Redis,
    Socket,
    Sentinel,
    Cluster,
    Memcached,
    /// The name of a table or of a store.
    Name,
    Folder,
    Nothing,
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Scheme {
    pub(super) name: &'static str,
    pub(super) backend: CacheBackend,
    pub(super) form: Form,
    pub(super) tls: bool,
    pub(super) port: Option<u16>,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

const fn redis(name: &'static str, form: Form, tls: bool) -> Scheme {
    let port = match form {
        Form::Socket => None,
        Form::Sentinel => Some(26379),
        _ => Some(6379),
    };
    Scheme { name, backend: CacheBackend::Redis, form, tls, port }
}

const fn valkey(name: &'static str, tls: bool) -> Scheme {
    Scheme { backend: CacheBackend::Valkey, ..redis(name, Form::Redis, tls) }
}

const fn other(name: &'static str, backend: CacheBackend, form: Form) -> Scheme {
    let port = if matches!(form, Form::Memcached) { Some(11211) } else { None };
    Scheme { name, backend, form, tls: false, port }
}

/// Every scheme.
pub(super) static SCHEMES: &[Scheme] = &[
    redis("redis", Form::Redis, false),
    redis("rediss", Form::Redis, true),
    redis("rediscache", Form::Redis, false),
    valkey("valkey", false),
    valkey("valkeys", true),
    redis("redis+socket", Form::Socket, false),
    redis("redis+unix", Form::Socket, false),
    redis("unix", Form::Socket, false),
    redis("redis-sentinel", Form::Sentinel, false),
    redis("rediss-sentinel", Form::Sentinel, true),
    redis("redis+sentinel", Form::Sentinel, false),
    redis("rediss+sentinel", Form::Sentinel, true),
    redis("redis+cluster", Form::Cluster, false),
    redis("rediss+cluster", Form::Cluster, true),
    other("memcache", CacheBackend::Memcached, Form::Memcached),
    other("memcached", CacheBackend::Memcached, Form::Memcached),
    other("pymemcache", CacheBackend::Memcached, Form::Memcached),
    other("pylibmc", CacheBackend::Memcached, Form::Memcached),
    other("dbcache", CacheBackend::Database, Form::Name),
    other("filecache", CacheBackend::File, Form::Folder),
    other("locmemcache", CacheBackend::Memory, Form::Name),
    other("dummycache", CacheBackend::Dummy, Form::Nothing),
];

/// The options that are typed, or have a place of their own.
pub(super) const KNOWN: &[Known] = &[
    ("timeout", &[], Takes::MaxAge),
    ("key_prefix", &[], Takes::Any),
    ("version", &[], Takes::Number),
    ("db", &[], Takes::Number),
    ("master", &["master_name", "service_name", "sentinelMasterId"], Takes::Text),
];
