//! The traits that the derive implements, and the cursor that generated code binds through.

use crate::schema::{Schema, Shape};

/// A struct or tagged enum whose fields are settings. Implemented by `#[derive(Settings)]` alone.
pub trait Bind: Sized {
    /// Every key, its names, type, doc text, default and secrecy.
    const SCHEMA: &'static Schema;

    /// Binds one value from merged layers. What is wrong goes into the report; `None` says that something was.
    #[doc(hidden)]
    fn bind(binder: &mut Binder<'_>) -> Option<Self>;
}

/// What a `nested` field may hold: a struct, or options, lists and maps of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of settings",
    label = "`nested` needs a type that derives `Settings`, or an `Option`, `Vec`, `HashMap<String, _>` or `BTreeMap<String, _>` of one",
    note = "for a single value (a number, a URL, any serde type), remove `nested`"
)]
pub trait Group: Sized {
    /// The schema of one of it.
    const SCHEMA: &'static Schema;
    /// How many there are.
    const SHAPE: Shape;

    /// Binds the group the binder stands at.
    #[doc(hidden)]
    fn bind_group(binder: &mut Binder<'_>) -> Option<Self>;
}

/// Stands at one group of the merged layers while its struct is built.
#[derive(Debug)]
pub struct Binder<'a> {
    _merged: &'a (),
}
