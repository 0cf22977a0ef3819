//! `DatabaseUrl`.

mod parts;
mod read;
mod schemes;

use std::fmt;
use std::path::{Path, PathBuf};

pub use parts::DatabaseParts;
pub use schemes::DatabaseEngine;

use crate::credentials::Credentials;
use crate::error::UrlError;
use crate::host::HostPort;
use crate::kind::{Kind, credentials, hosts, url_type};
use crate::options::{MaxAge, Options, SslMode};
use crate::percent::Keep;
use crate::write::{Alone, Writer};
use schemes::Scheme;

/// The address of a database, with what it takes to log in.
///
/// ```
/// use tactful_urls::{DatabaseEngine, DatabaseUrl};
///
/// let url: DatabaseUrl = "postgres://shop:p%40ss@db1,db2:5433/orders?sslmode=require".parse()?;
/// assert_eq!(url.engine(), DatabaseEngine::Postgres);
/// assert_eq!((url.hosts()[0].host(), url.hosts()[0].port()), ("db1", None));
/// assert_eq!((url.hosts()[1].host(), url.hosts()[1].port()), ("db2", Some(5433)));
/// assert_eq!(url.database(), Some("orders"));
/// assert_eq!(url.to_string(), "postgres://shop:[REDACTED]@db1,db2:5433/orders?sslmode=require");
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
///
/// Sockets are written `postgres://%2Frun%2Fpostgresql/name`, `postgres:////run/postgresql/name` or
/// `postgres:///name?host=/run/postgresql`; for `MySQL` with the path of the socket, or as `?socket=`.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    scheme: &'static Scheme,
    driver: Option<Box<str>>,
    credentials: Credentials,
    hosts: Vec<HostPort>,
    socket: Option<PathBuf>,
    /// The port beside a socket: its file is named by it.
    socket_port: Option<u16>,
    instance: Option<Box<str>>,
    database: Option<String>,
    options: Options,
}

url_type!(DatabaseUrl);
credentials!(DatabaseUrl);
hosts!(DatabaseUrl);

impl DatabaseUrl {
    /// What speaks at the other end.
    pub const fn engine(&self) -> DatabaseEngine {
        self.scheme.engine
    }

    /// The scheme in lower case, without the driver: `psql`, `postgis`, `mongodb+srv`.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// The driver of `scheme+driver`: `psycopg` of `postgresql+psycopg`.
    pub fn driver(&self) -> Option<&str> {
        self.driver.as_deref()
    }

    /// The port of the first host, or beside the socket, where it is given.
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().map_or(self.socket_port, HostPort::port)
    }

    /// The port of the first host, or the usual one of the engine; none for `SQLite` and for `mongodb+srv`.
    pub fn port_or_default(&self) -> Option<u16> {
        self.port().or(self.default_port())
    }

    /// The usual port of the engine, for hosts without one.
    pub const fn default_port(&self) -> Option<u16> {
        self.scheme.port
    }

    /// The Unix socket: its folder for Postgres, the socket itself for `MySQL`.
    pub fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// The name of the database; the path of an `SQLite` file, or `:memory:`; the service or TNS name of Oracle; the base
    /// of LDAP.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Whether this is an `SQLite` database in memory.
    pub fn is_memory(&self) -> bool {
        self.engine() == DatabaseEngine::Sqlite && self.database() == Some(MEMORY)
    }

    /// The instance of SQL Server: `host\instance`.
    pub fn instance(&self) -> Option<&str> {
        self.instance.as_deref()
    }

    /// `conn_max_age`: how long a connection may be used again.
    pub fn conn_max_age(&self) -> Option<MaxAge> {
        self.options.max_age("conn_max_age")
    }

    /// `conn_health_checks`: whether a connection is asked whether it lives before it is used again.
    pub fn conn_health_checks(&self) -> Option<bool> {
        self.options.bool("conn_health_checks")
    }

    /// `atomic_requests`: whether each request is a transaction.
    pub fn atomic_requests(&self) -> Option<bool> {
        self.options.bool("atomic_requests")
    }

    /// `autocommit`.
    pub fn autocommit(&self) -> Option<bool> {
        self.options.bool("autocommit")
    }

    /// `disable_server_side_cursors`.
    pub fn disable_server_side_cursors(&self) -> Option<bool> {
        self.options.bool("disable_server_side_cursors")
    }

    /// `sslmode`, which `MySQL` calls `ssl-mode`.
    pub fn ssl_mode(&self) -> Option<SslMode> {
        self.options.ssl_mode("sslmode")
    }
}

/// What `SQLite` calls a database in memory.
const MEMORY: &str = ":memory:";

impl Kind for DatabaseUrl {
    const EXPECTED: &'static str = "a database URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        read::read(text)
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        if let Some(driver) = &self.driver {
            to.raw("+")?;
            to.raw(driver)?;
        }
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Name)?;
        match (self.hosts.as_slice(), &self.instance) {
            ([host], Some(instance)) => to.instance(host, instance)?,
            (hosts, _) => to.hosts(hosts)?,
        }
        if let Some(socket) = &self.socket {
            to.encoded(&socket.to_string_lossy(), Keep::Nothing)?;
            to.port(self.socket_port)?;
        }
        if let Some(database) = &self.database {
            to.raw("/")?;
            to.encoded(database, if self.engine() == DatabaseEngine::Sqlite { Keep::Path } else { Keep::Segment })?;
        }
        // Some clients want a slash before the options.
        if self.database.is_none() && !self.options.map().is_empty() {
            to.raw("/")?;
        }
        to.options(&self.options)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }
}
