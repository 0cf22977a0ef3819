//! Typed settings that know what not to say.

#[cfg(feature = "figment")]
mod figment;
mod loader;
mod settings;
mod stack;

#[cfg(feature = "figment")]
pub use self::figment::FigmentProvider;
pub use loader::{Loaded, Loader};
pub use secrecy::{ExposeSecret, SecretBox, SecretSlice, SecretString};
pub use settings::Settings;
pub use stack::Stack;
#[cfg(feature = "derive")]
pub use tactful_derive::Settings;
#[cfg(feature = "urls")]
pub use url::Url;

pub use tactful_core::bind::{Bind, Group};
pub use tactful_core::context::{Context, Environment};
pub use tactful_core::layer::{Entry, Layer};
pub use tactful_core::origin::{LayerName, Origin};
pub use tactful_core::raw::{Node, Position, Raw};
pub use tactful_core::report::{
    Code, ExplainEntry, Explanation, LoadError, Overridden, Problem, Report, ReportFormat, Severity, Shown, Style,
};
pub use tactful_core::schema::Schema;
pub use tactful_core::secret::{RawBytes, RawText};
pub use tactful_core::source::{Ask, Claim, Source, Watch};
pub use tactful_core::{Controls, Plain, Profile};
#[cfg(feature = "figment")]
pub use tactful_sources::FigmentSource;
pub use tactful_sources::{ConfigFile, Dotenv, Env, Map, Overrides, SecretsDir};

/// Rules for fields: `#[settings(validate = range(1..=5))]`.
pub mod validate {
    pub use tactful_core::validate::*;
    pub use tactful_sources::validate::*;
}

#[doc(hidden)]
pub use tactful_core::__private;
