//! URL types of [Tactful](https://docs.rs/tactful).

mod broker;
mod cache;
mod channels;
mod credentials;
mod database;
mod email;
mod error;
mod host;
mod kind;
mod options;
mod percent;
mod redis;
mod scheme;
mod search;
mod service;
mod split;
mod storage;
mod tree;
mod write;

pub use broker::{BrokerProtocol, BrokerUrl};
pub use cache::{CacheBackend, CacheUrl, RedisUrl, Sentinel};
pub use channels::{ChannelsBackend, ChannelsUrl};
pub use database::{DatabaseEngine, DatabaseUrl};
pub use email::{EmailTls, EmailTransport, EmailUrl};
pub use error::{UrlError, UrlPart};
pub use host::HostPort;
pub use options::{MaxAge, SslMode};
pub use search::{SearchEngine, SearchUrl};
pub use service::ServiceUrl;
pub use storage::{StorageService, StorageUrl};
