//! Groups of settings.

use super::Schema;

/// A group of settings below a field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Group {
    pub(crate) schema: &'static Schema,
    pub(crate) shape: Shape,
    pub(crate) flatten: bool,
}

impl Group {
    /// A group of this schema in this shape.
    #[must_use]
    pub const fn new(schema: &'static Schema, shape: Shape, flatten: bool) -> Self {
        Self { schema, shape, flatten }
    }
}

/// How many of a group there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// Exactly one.
    One,
    /// One or none: `Option<Nested>`.
    Optional,
    /// `Vec<Nested>`.
    List,
    /// `HashMap<String, Nested>` or `BTreeMap<String, Nested>`.
    Map,
}
