//! What generated code asks of a field's type, answered by traits and never by how the type is spelled.
//!
//! An inherent constant of [`Probe`] exists for the types that a trait names; the trait constant of the same name in
//! [`Unknown`] answers for every other. Path resolution prefers the inherent one, so that the question "is it known to
//! be plain?" has an answer for a type alias and, inside a generic struct, falls on the safe side for a parameter.

mod bytes;
mod kinds;
mod plain;
mod reader;
mod redact;
mod tag;

use std::marker::PhantomData;

use crate::raw::Raw;

pub use bytes::{ByteLeaf, RawByteLeaf};
pub use kinds::{DurationType, ListType, MapType, SecretType, TextType};
pub use plain::Plain;
pub use reader::{
    Bytes, Cast, Grouped, Parse, ParseOption, Reader, Reads, check_with, full_leaf, grouped, leaf_of, obeys,
    plain_leaf, read_with, reader,
};
pub use redact::Redact;
pub use tag::{facts, tag_leaf, unit_variant};

/// Asked about `T` in paths: `Probe::<T>::PLAIN`.
#[allow(missing_debug_implementations, reason = "no value of it exists")]
pub struct Probe<T>(PhantomData<fn() -> T>);

/// The answers for types that nothing is known of.
pub trait Unknown {
    /// The type asked about.
    type Asked;

    /// Whether it may be shown.
    const PLAIN: bool = false;
    /// Whether it is a secret type.
    const SECRET: bool = false;
    /// Whether it holds plain text or bytes, so that a secret in it would be printed.
    const TEXT: bool = false;
    /// Whether it is a map whose entries may come one by one.
    const MAP: bool = false;
    /// Whether it is a list.
    const LIST: bool = false;
    /// Whether it is a duration or a time.
    const DURATION: bool = false;
    /// Whether it is spelled or aliased `Option<_>`.
    const OPTION: bool = false;
    /// How it is shown without the secret that it may hold.
    const REDACT: Option<fn(&Raw) -> Option<String>> = None;

    /// How it is read.
    const HOW: Cast = Cast;
    /// How it is read under `encoding`.
    const HOW_ENCODED: Cast = Cast;
    /// How it is read under `from_str`.
    const HOW_PARSED: Parse = Parse;

    /// The field's value from the value of a default or of `with`.
    const WRAP: fn(Self::Asked) -> Self::Asked;
    /// What validators see of it.
    const INNER: for<'a> fn(&'a Self::Asked) -> Option<&'a Self::Asked>;
    /// Its value when no layer says, where `with` reads it.
    const ABSENT: fn() -> Option<Self::Asked>;
}

impl<T> Unknown for Probe<T> {
    type Asked = T;

    const WRAP: fn(T) -> T = |value| value;
    const INNER: for<'a> fn(&'a T) -> Option<&'a T> = |value| Some(value);
    const ABSENT: fn() -> Option<T> = || None;
}

impl<T: Plain> Probe<T> {
    /// See [`Unknown::PLAIN`].
    pub const PLAIN: bool = true;
}

impl<T: Redact> Probe<T> {
    /// See [`Unknown::REDACT`].
    pub const REDACT: Option<fn(&Raw) -> Option<String>> = Some(T::redact);
}

impl<T: SecretType> Probe<T> {
    /// See [`Unknown::SECRET`].
    pub const SECRET: bool = true;
}

impl<T: TextType> Probe<T> {
    /// See [`Unknown::TEXT`].
    pub const TEXT: bool = true;
}

impl<T: MapType> Probe<T> {
    /// See [`Unknown::MAP`].
    pub const MAP: bool = true;
}

impl<T: ListType> Probe<T> {
    /// See [`Unknown::LIST`].
    pub const LIST: bool = true;
}

impl<T: DurationType> Probe<T> {
    /// See [`Unknown::DURATION`].
    pub const DURATION: bool = true;
}

impl<T: RawByteLeaf> Probe<T> {
    /// See [`Unknown::HOW`].
    pub const HOW: Bytes = Bytes;
}

impl<T: ByteLeaf> Probe<T> {
    /// See [`Unknown::HOW_ENCODED`].
    pub const HOW_ENCODED: Bytes = Bytes;
}

impl<T> Probe<Option<T>> {
    /// See [`Unknown::OPTION`].
    pub const OPTION: bool = true;
    /// See [`Unknown::HOW_PARSED`].
    pub const HOW_PARSED: ParseOption = ParseOption;
    /// See [`Unknown::WRAP`].
    pub const WRAP: fn(T) -> Option<T> = Some;
    /// See [`Unknown::INNER`].
    pub const INNER: for<'a> fn(&'a Option<T>) -> Option<&'a T> = Option::as_ref;
    /// See [`Unknown::ABSENT`].
    pub const ABSENT: fn() -> Option<Option<T>> = || Some(None);
}

#[cfg(test)]
mod tests;
