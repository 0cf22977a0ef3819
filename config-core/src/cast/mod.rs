//! Raw value to Rust type, directed by the type and never sniffed.
//!
//! A leaf is any type that deserializes. Its `Deserialize` asks for what it is (`deserialize_u16`), and a `Value`
//! answers from text or from a tree. Text that is not written as it is meant (quoted, encoded, JSON) is put together
//! in buffers of its final size, which are wiped.

mod any;
mod bounded;
mod de;
mod duration;
mod encoding;
mod error;
mod fault;
mod map;
mod missing;
mod number;
mod owned;
mod rules;
mod scalar;
mod seq;
mod shown;
mod split;
mod timestamp;
mod value;
mod variant;
mod words;

#[cfg(test)]
mod tests;

use std::fmt::Display;

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::raw::{Node, Raw};
use crate::schema::Field;
use fault::Fault;
use value::{Asked, Value};

pub(crate) use duration::written;
pub use error::CastError;
pub(crate) use error::Fix;
pub use missing::missing;
pub(crate) use shown::shown;
pub(crate) use split::trim;

/// Casts a raw value to the type of its field.
///
/// # Errors
/// Says what the type wants; never the value.
pub fn cast<T: DeserializeOwned>(raw: &Raw, field: &Field) -> Result<T, CastError> {
    let rules = rules::of(field);
    T::deserialize(Value::whole(raw, rules)).map_err(|fault| fault.finish(raw, rules))
}

/// Reads a value by a function of its text: `from_str`, `with = path`. Encoded text is decoded first.
///
/// # Errors
/// A value that has no text; otherwise what the function says, which is shown for plain fields alone.
pub fn from_text<T, E: Display>(
    raw: &Raw,
    field: &Field,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, CastError> {
    with_text(raw, field, |text| parse(text).map_err(CastError::foreign))
}

/// The same for a function that makes an error of its own.
pub(crate) fn with_text<T>(
    raw: &Raw,
    field: &Field,
    parse: impl FnOnce(&str) -> Result<T, CastError>,
) -> Result<T, CastError> {
    let rules = rules::of(field);
    let mut scratch = None;
    let text = Value::whole(raw, rules).text(Asked::Text, &mut scratch);
    parse(text.map_err(|fault: Fault| fault.finish(raw, rules))?)
}

/// Reads bytes: those of a file as they are, those of text, those that encoded text stands for, a list of numbers.
///
/// The buffer's capacity is its length, so that it can become a boxed slice in place.
///
/// # Errors
/// A value that has no bytes, or is not encoded as its field says.
pub fn bytes(raw: &Raw, field: &Field) -> Result<Zeroizing<Vec<u8>>, CastError> {
    let rules = rules::of(field);
    Value::whole(raw, rules).owned_bytes().map_err(|fault| fault.finish(raw, rules))
}

/// The bytes of a text in base64, wiped on drop; `None` where it is none.
#[doc(hidden)]
#[must_use]
pub fn from_base64(text: &str) -> Option<crate::secret::RawBytes> {
    encoding::from_base64(text)
}

/// The members of a map that is given whole as text: a JSON object, or `k=v,k2=v2`.
pub(crate) fn entries(raw: &Raw, field: &Field) -> Result<Vec<(String, Node)>, CastError> {
    let rules = rules::of(field);
    Value::whole(raw, rules).owned_entries().map_err(|fault| fault.finish(raw, rules))
}
