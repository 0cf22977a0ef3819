//! What a field says of how its text is read.

use crate::schema::{Encoding, Field, Kind, Secrecy};

/// What a field says of how its text is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) secrecy: Secrecy,
    pub(super) allow_empty: bool,
    pub(super) separator: Option<&'static str>,
    pub(super) encoding: Option<Encoding>,
    pub(super) unit: Option<&'static str>,
}

/// For text that is no value of a field: the keys of maps, the names of variants.
pub(super) const NAMES: Context =
    Context { secrecy: Secrecy::Plain, allow_empty: true, separator: None, encoding: None, unit: None };

impl Context {
    /// What a field says. A group says nothing.
    pub(super) const fn of(field: &Field) -> Self {
        match &field.kind {
            Kind::Leaf(leaf) => Self {
                secrecy: leaf.secrecy,
                allow_empty: leaf.allow_empty,
                separator: leaf.separator,
                encoding: leaf.encoding,
                unit: leaf.unit,
            },
            Kind::Group(_) => Self { secrecy: Secrecy::Opaque, ..NAMES },
        }
    }

    /// The same for text that is already decoded.
    pub(super) const fn decoded(self) -> Self {
        Self { encoding: None, ..self }
    }

    pub(super) const fn is_secret(&self) -> bool {
        matches!(self.secrecy, Secrecy::Secret)
    }

    pub(super) const fn is_plain(&self) -> bool {
        matches!(self.secrecy, Secrecy::Plain)
    }
}
