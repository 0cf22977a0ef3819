//! The core of [Tactful](https://docs.rs/tactful): schema, raw values, layers, merge, cast, validation and report.
//!
//! Pure: no I/O, no clock, no environment. The outside world enters as a context and as layers.
//! Applications use the `tactful` crate; this one is for authors of sources.

pub mod secret;

mod names;
pub mod origin;
pub mod raw;

pub mod json;
mod redact;
pub mod report;

pub mod schema;
mod schema_check;

pub mod context;
mod controls;
mod index;
pub mod layer;
mod profile;
pub mod source;

mod lookup;
mod merge;

pub mod cast;
pub mod probe;
pub mod validate;

pub mod bind;
mod finish;

mod document;
mod explain;
pub mod loader;
pub mod local;
#[doc(hidden)]
pub mod untyped;
mod verify;

#[doc(hidden)]
pub mod __private;

pub use controls::Controls;
pub use probe::{Plain, Redact};
pub use profile::Profile;
pub use redact::is_secret_name;
