//! Rules for fields: what the library gives, and how a rule's verdict becomes a problem.
//!
//! A rule is any `Fn(&T) -> Result<(), E>` where `E` can be displayed; the functions here make the common ones. On an
//! `Option` they hold where there is a value, and on a secret they look inside without showing it.
//!
//! ```
//! use std::time::Duration;
//!
//! use tactful_core::validate::{length, one_of, range};
//!
//! let timeout = range(Duration::from_secs(1)..=Duration::from_secs(300));
//! assert!(timeout(&Duration::from_secs(30)).is_ok());
//! assert_eq!(timeout(&Duration::ZERO).unwrap_err().to_string(), "is not from 1s to 5m");
//!
//! assert!(length(8..)("a long enough text").is_ok());
//! assert!(one_of(["debug", "info"])(&Some("info".to_owned())).is_ok());
//! ```

pub(crate) mod builtin;
mod choice;
mod entropy;
mod failure;
#[cfg(feature = "garde")]
mod garde;
mod inside;
mod length;
#[cfg(feature = "regex")]
mod pattern;
mod range;
mod scheme;

pub use choice::{Choice, one_of};
pub use entropy::min_entropy;
pub use failure::Failure;
pub(crate) use failure::verdict;
#[cfg(feature = "garde")]
pub use garde::garde;
pub use inside::{AsText, Inside};
pub use length::{HasLength, length, non_empty};
#[cfg(feature = "regex")]
pub use pattern::matches;
pub use range::range;
pub use scheme::{HasScheme, scheme};
