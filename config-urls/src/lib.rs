//! URL types of [Tactful](https://docs.rs/tactful): structs with accessors, none of which prints its password.
//!
//! ```
//! use tactful_urls::DatabaseUrl;
//!
//! let url: DatabaseUrl = "postgres://shop:s3cret@db1,db2:5433/orders".parse()?;
//! assert_eq!(url.hosts()[1].port(), Some(5433));
//! assert_eq!(format!("{url:?}"), "DatabaseUrl(postgres://shop:[REDACTED]@db1,db2:5433/orders)");
//! # Ok::<(), tactful_urls::UrlError>(())
//! ```
//!
//! # Types
//!
//! | type | schemes | accessors of its own |
//! |---|---|---|
//! | [`DatabaseUrl`] | Postgres and its kin, `MySQL` and `MariaDB`, `SQLite`, Oracle, SQL Server, LDAP, `MongoDB` | `engine`, `driver`, `hosts`, `port_or_default`, `socket`, `instance`, `database`, `ssl_mode`, `conn_max_age` |
//! | [`CacheUrl`] | Redis and Valkey with sockets, sentinels and clusters, memcached, table, folder, memory, dummy | `backend`, `hosts`, `socket`, `tls`, `database_index`, `key_prefix`, `timeout`, `is_cluster`, `sentinel`, `location` |
//! | [`RedisUrl`] | those of a cache that are Redis | the same |
//! | [`EmailUrl`] | SMTP, console, folder, memory, dummy | `transport`, `tls`, `host`, `port_or_default`, `from_address` |
//! | [`SearchUrl`] | Elasticsearch, `OpenSearch`, Solr, Meilisearch, Whoosh, Xapian, simple | `engine`, `version`, `endpoint`, `index`, `path`, `timeout` |
//! | [`ChannelsUrl`] | Redis, in memory | `backend`, `hosts`, `database_index` |
//! | [`BrokerUrl`] | AMQP, Redis, NATS, MQTT, Kafka | `protocol`, `hosts`, `tls`, `vhost`, `topic` |
//! | [`StorageUrl`] | S3, Google Cloud, Azure, folder, memory | `service`, `bucket`, `prefix`, `path` |
//! | [`ServiceUrl`] | any | `hosts`, `path`, `expose_as_url` |
//!
//! Each has `scheme`, `username`, `password`, `options`, `expose_url` (the whole, as a secret) and `with_credentials`, and
//! reads text (`FromStr`), a table `{engine, host, port, username, password, dbname, options}`, or JSON text of one.
//! [`DatabaseParts`] is a database in settings of their own, for a nested field.
//! Every scheme and rule stands in the [README](https://docs.rs/crate/tactful-urls).
//!
//! `smtps` is implicit TLS, as RFC 8314 has it; django-environ reads it as STARTTLS.
//!
//! # What is shown
//!
//! `Debug` and `Display` write `[REDACTED]` for the password, for options whose name says secret, and for a user where it
//! may be a token: alone, save in databases and mail, or equal to the password. [`ServiceUrl`] withholds more. No
//! [`UrlError`] holds a character of the URL. Passwords live in [`SecretString`](secrecy::SecretString), and every other
//! buffer that holds one is wiped. Options are plain text to their accessor, and wiped on drop.

mod error;
mod host;
mod percent;
mod split;

mod credentials;
mod options;
mod redis;
mod scheme;
mod write;

mod kind;
mod tree;

mod broker;
mod cache;
mod channels;
mod database;
mod email;
mod search;
mod service;
mod storage;

#[cfg(any(
    feature = "lettre",
    feature = "redis",
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite",
    feature = "tokio-postgres"
))]
mod clients;

pub use broker::{BrokerProtocol, BrokerUrl};
pub use cache::{CacheBackend, CacheUrl, RedisUrl, Sentinel};
pub use channels::{ChannelsBackend, ChannelsUrl};
pub use database::{DatabaseEngine, DatabaseParts, DatabaseUrl};
pub use email::{EmailTls, EmailTransport, EmailUrl};
pub use error::{UrlError, UrlPart};
pub use host::HostPort;
pub use options::{MaxAge, SslMode};
pub use search::{SearchEngine, SearchUrl};
pub use service::ServiceUrl;
pub use storage::{StorageService, StorageUrl};

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
