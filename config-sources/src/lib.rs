//! Sources of [Tactful](https://docs.rs/tactful): everything that reads the outside world.
//!
//! Applications use the `tactful` crate, which re-exports these.

mod dotenv;
mod env;
#[cfg(feature = "figment")]
mod figment;
mod file;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod indirection;
#[cfg(feature = "managers")]
pub mod manager;
mod map;
mod paths;
#[doc(hidden)]
pub mod process;
mod read;
mod scan;
mod secrets_dir;
pub mod validate;

pub use dotenv::Dotenv;
pub use env::Env;
#[cfg(feature = "figment")]
pub use figment::{FigmentSource, dict as figment_dict};
pub use file::ConfigFile;
#[cfg(feature = "managers")]
#[doc(hidden)]
pub use indirection::secret_file;
pub use map::{Map, Overrides};
pub use secrets_dir::SecretsDir;
