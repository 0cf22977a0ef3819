//! Typed settings that know what not to say.
//!
//! An application describes its settings once, as a struct. Tactful fills it from every layer, reports every problem at
//! once without ever printing a secret, and says where each value came from.
//!
//! ```
//! use std::time::Duration;
//! use tactful::{SecretString, Settings};
//!
//! #[derive(Debug, Settings)]
//! #[settings(prefix = "SHOP")] // SHOP_SECRET_KEY, SHOP_REQUEST_TIMEOUT, ...
//! struct Shop {
//!     /// Signing key of the sessions.
//!     secret_key: SecretString, // required: no default, not an Option
//!     #[settings(default = ["localhost"])]
//!     allowed_hosts: Vec<String>, // "a.example,b.example"
//!     #[settings(default = "30s")]
//!     request_timeout: Duration,
//! }
//!
//! let shop = Shop::from_pairs([("SHOP_SECRET_KEY", "8d969eef6ecad3c2")])?; // Shop::load() in a program
//! assert!(format!("{shop:?}").contains("[REDACTED]"));
//! # Ok::<(), tactful::LoadError>(())
//! ```
//!
//! The [guide] has every attribute, rule and code.
//!
//! # Layers, lowest first
//!
//! 1. defaults of the fields
//! 2. the config file, then its sibling for the profile
//! 3. `.env` files, in profiles for development
//! 4. secrets directories: `/run/secrets`, `$CREDENTIALS_DIRECTORY`
//! 5. the environment, with `NAME_FILE`
//! 6. secret managers, when given: in code, in the config file, in `SETTINGS_MANAGERS`
//! 7. overrides, when given
//!
//! The highest wins, key by key. [`Stack`] changes the order.
//!
//! # Features
//!
//! | feature | by default | gives |
//! |---|---|---|
//! | `derive` | yes | `#[derive(Settings)]` |
//! | `toml` | yes | config files in TOML |
//! | `urls` | yes | `Url`, `DatabaseUrl`, `CacheUrl`, `RedisUrl`, `EmailUrl`, `SearchUrl`, `ChannelsUrl`, `BrokerUrl`, `StorageUrl`, `ServiceUrl`, `DatabaseParts` |
//! | `figment` | yes | the bridge to figment, both ways |
//! | `tracing` | yes | warnings as events |
//! | `yaml`, `json` | | config files in YAML 1.2 and JSON |
//! | `regex` | | `validate::matches` |
//! | `garde` | | `validate::garde` |
//! | `miette` | | `miette::Diagnostic` for [`LoadError`] |
//! | `sqlx` | | [`DatabaseUrl`] into the options of sqlx for `PostgreSQL` and `MySQL`; `sqlx-postgres`, `sqlx-mysql`: one of them |
//! | `sqlx-sqlite` | | the same for `SQLite`, which is built from C |
//! | `tokio-postgres` | | [`DatabaseUrl`] into `tokio_postgres::Config`, all hosts |
//! | `redis` | | [`CacheUrl`] into `redis::ConnectionInfo`, and its builders of clusters and sentinels |
//! | `lettre` | | [`EmailUrl`] into `lettre::SmtpTransport` and `FileTransport` |
//! | `lettre-rustls` | | STARTTLS and implicit TLS for it, and `AsyncSmtpTransport` |
//! | `managers` | | secret managers of one's own (`Managed`), `ref+file://`, `Secrets`; each store below brings it |
//! | `vault` | | `Vault`: HashiCorp Vault and OpenBao |
//! | `aws` | | `AwsSecrets`, `AwsParameters`: AWS Secrets Manager and Parameter Store |
//! | `gcp` | | `GcpSecrets`: Google Secret Manager |
//! | `azure` | | `AzureKeyVault`: Azure Key Vault |
//! | `exec` | | `Exec`: what a command prints |
//! | `http` | | `Http`: a JSON endpoint |
//! | `conformance` | | `conformance`: what every secret manager has to pass, one of your own too |
//!
//! What these take, and what they refuse, stands in the [README of `tactful-urls`](https://docs.rs/crate/tactful-urls).

#[cfg(feature = "figment")]
mod figment;
mod loader;
#[cfg(feature = "managers")]
mod secrets;
mod settings;
mod stack;

#[cfg(feature = "figment")]
pub use self::figment::FigmentProvider;
pub use loader::{Loaded, Loader};
pub use secrecy::{ExposeSecret, SecretBox, SecretSlice, SecretString};
#[cfg(feature = "managers")]
pub use secrets::Secrets;
pub use settings::Settings;
pub use stack::Stack;
#[cfg(feature = "derive")]
pub use tactful_derive::Settings;
#[cfg(feature = "urls")]
pub use tactful_urls::{
    BrokerProtocol, BrokerUrl, CacheBackend, CacheUrl, ChannelsBackend, ChannelsUrl, DatabaseEngine, DatabaseParts,
    DatabaseUrl, EmailTls, EmailTransport, EmailUrl, HostPort, MaxAge, RedisUrl, SearchEngine, SearchUrl, Sentinel,
    ServiceUrl, SslMode, StorageService, StorageUrl, UrlError, UrlPart,
};
#[cfg(feature = "urls")]
pub use url::Url;

pub use tactful_core::bind::{Bind, Group};
pub use tactful_core::context::{Context, Environment, Variable};
pub use tactful_core::layer::{Entry, Layer};
pub use tactful_core::origin::{LayerName, Origin};
pub use tactful_core::raw::{Node, Position, Raw};
pub use tactful_core::report::{
    Code, ExplainEntry, Explanation, LoadError, Overridden, Problem, Report, ReportFormat, Severity, Shown, Style,
};
pub use tactful_core::schema::Schema;
pub use tactful_core::secret::{RawBytes, RawText};
pub use tactful_core::source::{Ask, Claim, Source, Watch};
pub use tactful_core::{Controls, Plain, Profile, Redact};
#[cfg(feature = "figment")]
pub use tactful_sources::FigmentSource;
#[cfg(feature = "azure")]
pub use tactful_sources::manager::AzureKeyVault;
#[cfg(feature = "exec")]
pub use tactful_sources::manager::Exec;
#[cfg(feature = "gcp")]
pub use tactful_sources::manager::GcpSecrets;
#[cfg(feature = "http")]
pub use tactful_sources::manager::Http;
#[cfg(feature = "vault")]
pub use tactful_sources::manager::Vault;
#[cfg(feature = "conformance")]
pub use tactful_sources::manager::conformance;
#[cfg(feature = "aws")]
pub use tactful_sources::manager::{AwsParameters, AwsSecrets};
#[cfg(feature = "managers")]
pub use tactful_sources::manager::{
    BoxFuture, Fetched, Identity, Lease, Managed, ManagerError, ManagerErrorKind, SecretManager, SecretRequest,
};
pub use tactful_sources::{ConfigFile, Dotenv, Env, Map, Overrides, SecretsDir};

/// Rules for fields: `#[settings(validate = range(1..=5))]`.
pub mod validate {
    pub use tactful_core::validate::*;
    pub use tactful_sources::validate::*;
}

#[doc = include_str!("../docs/guide.md")]
pub mod guide {}

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

#[doc(hidden)]
pub use tactful_core::__private;
