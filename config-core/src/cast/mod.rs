//! Raw value to Rust type, directed by the type and never sniffed.

mod error;

pub use error::CastError;

use serde::de::DeserializeOwned;

use crate::raw::Raw;
use crate::schema::Field;

/// Casts a raw value to the type of its field.
///
/// # Errors
/// Says what the type wants; never the value.
pub fn cast<T: DeserializeOwned>(raw: &Raw, field: &Field) -> Result<T, CastError> {
    let _ = (raw, field);
    Err(CastError::new("is not castable yet"))
}
