//! How a leaf is read, as a table of functions per type, so that generated code names the type once.

use std::any::Any;
use std::fmt::{self, Display};
use std::str::FromStr;

use serde::de::DeserializeOwned;

use super::bytes::ByteLeaf;
use crate::__private::{Read, Rules, leaf, verdict};
use crate::bind::{Binder, Group};
use crate::cast::{self, CastError};
use crate::raw::Raw;
use crate::schema::{self, Field, Leaf, Schema, Secrecy, Shape};
use crate::validate::Failure;

/// What a leaf of type `T` needs to be read.
pub struct Reader<T> {
    /// Casts a raw value.
    read: Read<T>,
    /// The value of a type that accepts absence.
    missing: fn() -> Option<T>,
    /// Whether the type accepts absence.
    optional: fn() -> bool,
    /// Casts and drops.
    check: fn(&Raw, &Field) -> Result<(), CastError>,
    /// Whether it takes bytes that are not text.
    bytes: bool,
}

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reader<T> {}

impl<T> fmt::Debug for Reader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl<T> Reader<T> {
    /// A leaf read by the functions of its field (`with = path`).
    #[must_use]
    pub const fn with(
        read: Read<T>,
        check: fn(&Raw, &Field) -> Result<(), CastError>,
        missing: fn() -> Option<T>,
        optional: bool,
    ) -> Self {
        let optional: fn() -> bool = if optional { || true } else { || false };
        Self { read, missing, optional, check, bytes: false }
    }
}

/// A way of reading a `T`.
#[diagnostic::on_unimplemented(
    message = "a setting cannot be a `{T}`",
    label = "not a type that a setting can have",
    note = "a struct that derives `Settings` is a group: add `#[settings(nested)]` to the field",
    note = "for a single value, derive `serde::Deserialize` for its type, or read it with `#[settings(from_str)]` or \
            `#[settings(with = path)]`"
)]
pub trait Reads<T>: Copy {
    /// The functions.
    const READER: Reader<T>;
}

/// Reads what serde can deserialize.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Cast;

/// Reads bytes as they are.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Bytes;

/// Reads by `FromStr`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Parse;

/// Reads by the `FromStr` of what an `Option` holds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ParseOption;

// Without it the compiler would skip the words above and speak of serde alone.
#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> Reads<T> for Cast {
    const READER: Reader<T> = Reader {
        read: cast::cast::<T>,
        missing: cast::missing::<T>,
        optional: || cast::missing::<T>().is_some(),
        check: |raw, field| cast::cast::<T>(raw, field).map(drop),
        bytes: false,
    };
}

impl<T: ByteLeaf> Reads<T> for Bytes {
    const READER: Reader<T> = Reader {
        read: read_bytes::<T>,
        missing: T::absent,
        optional: || T::absent().is_some(),
        check: |raw, field| read_bytes::<T>(raw, field).map(drop),
        bytes: true,
    };
}

impl<T: FromStr<Err: Display>> Reads<T> for Parse {
    const READER: Reader<T> = Reader {
        read: parse::<T>,
        missing: || None,
        optional: || false,
        check: |raw, field| parse::<T>(raw, field).map(drop),
        bytes: false,
    };
}

impl<T: FromStr<Err: Display>> Reads<Option<T>> for ParseOption {
    const READER: Reader<Option<T>> = Reader {
        read: |raw, field| parse::<T>(raw, field).map(Some),
        missing: || Some(None),
        optional: || true,
        check: |raw, field| parse::<T>(raw, field).map(drop),
        bytes: false,
    };
}

/// The functions by which `how` reads a `T`: the one place where a type that cannot be read is refused.
#[must_use]
pub const fn reader<T, H: Reads<T>>(how: H) -> Reader<T> {
    let _ = how;
    H::READER
}

/// The schema of a leaf that is read so.
#[must_use]
pub const fn leaf_of<T>(reader: Reader<T>, secrecy: Secrecy, map: bool) -> Leaf {
    Leaf::new(secrecy, reader.bytes, map, reader.optional, reader.check)
}

/// Binds a leaf that has neither a default to evaluate nor rules.
pub fn plain_leaf<T>(binder: &mut Binder<'_>, index: u32, reader: Reader<T>) -> Option<T> {
    leaf(binder, index, reader.read, reader.missing, None, &[])
}

/// Binds a leaf that has a default to evaluate or rules.
pub fn full_leaf<T>(
    binder: &mut Binder<'_>,
    index: u32,
    reader: Reader<T>,
    typed: Option<&dyn Fn(usize) -> Option<T>>,
    rules: Rules<'_, T>,
) -> Option<T> {
    leaf(binder, index, reader.read, reader.missing, typed, rules)
}

/// What a rule that is a closure says of a value.
///
/// # Errors
/// The rule's own.
pub fn obeys<T: ?Sized, E: Display + 'static>(
    value: &T,
    rule: impl FnOnce(&T) -> Result<(), E>,
) -> Result<(), Failure> {
    verdict(rule(value))
}

/// Reads by a function of the user's: `with = path`.
///
/// # Errors
/// The function's own; its text is trusted where the program fixed it.
pub fn read_with<T, U, E: Display + 'static>(
    raw: &Raw,
    field: &Field,
    wrap: fn(U) -> T,
    with: impl FnOnce(&str) -> Result<U, E>,
) -> Result<T, CastError> {
    cast::with_text(raw, field, |text| match with(text) {
        Ok(value) => Ok(wrap(value)),
        Err(error) => Err(match (&error as &dyn Any).downcast_ref::<&'static str>() {
            Some(fixed) => CastError::new(*fixed),
            None => CastError::foreign(error),
        }),
    })
}

/// Reads and drops.
///
/// # Errors
/// As [`read_with`].
pub fn check_with<U, E: Display + 'static>(
    raw: &Raw,
    field: &Field,
    with: impl FnOnce(&str) -> Result<U, E>,
) -> Result<(), CastError> {
    read_with(raw, field, drop, with)
}

/// What a nested field of type `T` needs.
pub struct Grouped<T> {
    /// The schema of one of it.
    schema: &'static Schema,
    /// How many there are.
    shape: Shape,
    bind: fn(&mut Binder<'_>, u32) -> Option<T>,
}

impl<T> Clone for Grouped<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Grouped<T> {}

impl<T> fmt::Debug for Grouped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grouped").field("shape", &self.shape).finish_non_exhaustive()
    }
}

impl<T> Grouped<T> {
    /// The group for a schema.
    #[must_use]
    pub const fn of(self, flatten: bool) -> schema::Group {
        schema::Group::new(self.schema, self.shape, flatten)
    }

    /// Binds the group at an index.
    pub fn bind(self, binder: &mut Binder<'_>, index: u32) -> Option<T> {
        (self.bind)(binder, index)
    }

    /// Whether there is always one.
    #[must_use]
    pub const fn is_one(self) -> bool {
        matches!(self.shape, Shape::One)
    }

    /// Whether there is one at most.
    #[must_use]
    pub const fn is_single(self) -> bool {
        matches!(self.shape, Shape::One | Shape::Optional)
    }
}

/// The group that a `T` is: the one place where a type that is none is refused.
#[must_use]
pub const fn grouped<T: Group>() -> Grouped<T> {
    Grouped { schema: T::SCHEMA, shape: T::SHAPE, bind: crate::__private::group::<T> }
}

fn parse<T: FromStr<Err: Display>>(raw: &Raw, field: &Field) -> Result<T, CastError> {
    cast::from_text(raw, field, T::from_str)
}

fn read_bytes<T: ByteLeaf>(raw: &Raw, field: &Field) -> Result<T, CastError> {
    cast::bytes(raw, field).map(|bytes| T::from_bytes(&bytes))
}
