//! The core of [Tactful](https://docs.rs/tactful): schema, raw values, layers, merge, cast, validation and report.
//!
//! Pure: no I/O, no clock, no environment. The outside world enters as a context and as layers.
//! Applications use the `tactful` crate; this one is for authors of sources.

pub mod bind;
pub mod cast;
pub mod origin;
pub mod raw;
pub mod report;
pub mod schema;
pub mod secret;
pub mod validate;

#[doc(hidden)]
pub mod __private;
