//! What generated code calls. No part of the public API: it may change in any release.

use std::fmt::Display;

pub use serde;
pub use zeroize::Zeroize;

pub use crate::bind::{Bind, Binder, Group as GroupType};
pub use crate::cast::CastError;
pub use crate::index::{Keys, Layout, room_for_keys};
pub use crate::probe::*;
pub use crate::raw::Raw;
pub use crate::schema::{
    Alias, Arm, DefaultValue, Encoding, Facts, Field, Group, Leaf, Literal, Schema, Secrecy, Shape, Variant,
};
pub use crate::schema_check::{check_defaults, check_names, claim, room_for_names};
pub use crate::validate::Failure;

/// How a leaf is read from a raw value.
pub type Read<T> = fn(&Raw, &Field) -> Result<T, CastError>;

/// Rules that one value must obey.
pub type Rules<'a, T> = &'a [&'a dyn Fn(&T) -> Result<(), Failure>];

/// Binds the leaf `index` of the struct the binder stands at.
///
/// `missing` gives the value of a type that accepts absence; `typed` evaluates the arm `n` of a default that is an
/// expression.
pub fn leaf<T>(
    binder: &mut Binder<'_>,
    index: u32,
    read: Read<T>,
    missing: fn() -> Option<T>,
    typed: Option<&dyn Fn(usize) -> Option<T>>,
    rules: Rules<'_, T>,
) -> Option<T> {
    binder.leaf(index, read, missing, typed, rules)
}

/// Binds the group `index` of the struct the binder stands at; flattened ones too.
pub fn group<T: GroupType>(binder: &mut Binder<'_>, index: u32) -> Option<T> {
    binder.group(index)
}

/// The variant that the tag of the enum chooses; a bad or missing tag goes into the report.
pub fn variant(binder: &mut Binder<'_>) -> Option<u32> {
    binder.variant()
}

/// Applies the rules across fields to a struct that is otherwise sound.
pub fn rules<T>(binder: &mut Binder<'_>, value: T, rules: Rules<'_, T>) -> Option<T> {
    binder.rules(value, rules)
}

/// What a validator says, as a failure.
///
/// # Errors
/// The validator's own.
pub fn verdict<E: Display + 'static>(result: Result<(), E>) -> Result<(), Failure> {
    crate::validate::verdict(result)
}
