//! How one value is read, and whether it may be shown.

use super::Field;
use crate::cast::CastError;
use crate::raw::Raw;

/// How the text of a leaf is read and whether it may be shown.
#[allow(clippy::struct_excessive_bools, reason = "each is an attribute of its own, and any may stand beside any other")]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Leaf {
    pub(crate) secrecy: Secrecy,
    pub(crate) no_reference: bool,
    pub(crate) allow_empty: bool,
    /// Takes bytes that are not text (`SecretSlice<u8>`, `encoding` on text is still text).
    pub(crate) bytes: bool,
    /// A map whose entries may come one by one (`LIMITS__FOO=3`).
    pub(crate) map: bool,
    pub(crate) separator: Option<&'static str>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) unit: Option<&'static str>,
    /// How the type shows a value without the secret that it may hold.
    pub(crate) redact: Option<fn(&Raw) -> Option<String>>,
    /// Whether the type deserializes from "missing".
    pub(crate) optional: fn() -> bool,
    /// Casts and drops: how a default is checked without a struct to put it in.
    pub(crate) check: fn(&Raw, &Field) -> Result<(), CastError>,
}

/// Whether a value of a leaf may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Secrecy {
    /// A secret type, or declared `secret`: never printed, checked for placeholders.
    Secret,
    /// Neither known plain nor secret: never printed.
    Opaque,
    /// Known plain, or declared `public`: may be printed.
    Plain,
}

impl Secrecy {
    /// Secrecy from what the traits say of the type and the attributes of the field; `secret` beats all.
    #[must_use]
    #[allow(clippy::fn_params_excessive_bools, reason = "called by generated code alone, in the order of the docs")]
    pub const fn of(secret_type: bool, plain_type: bool, declared_secret: bool, declared_public: bool) -> Self {
        if declared_secret || (secret_type && !declared_public) {
            Self::Secret
        } else if plain_type || declared_public {
            Self::Plain
        } else {
            Self::Opaque
        }
    }
}

/// How text encodes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// RFC 4648 section 4, padding optional.
    Base64,
    /// RFC 4648 section 5, padding optional.
    Base64Url,
    /// Pairs of hexadecimal digits, either case.
    Hex,
    /// `\n \r \t \\`.
    Escaped,
}

impl Leaf {
    /// A leaf read as its type says.
    #[must_use]
    pub const fn new(
        secrecy: Secrecy,
        bytes: bool,
        map: bool,
        optional: fn() -> bool,
        check: fn(&Raw, &Field) -> Result<(), CastError>,
    ) -> Self {
        Self {
            secrecy,
            no_reference: false,
            allow_empty: false,
            bytes,
            map,
            separator: None,
            encoding: None,
            unit: None,
            redact: None,
            optional,
            check,
        }
    }

    /// Shows a value as its type does, where the type knows how and the field is not declared `secret`.
    #[must_use]
    pub const fn redact(mut self, redact: Option<fn(&Raw) -> Option<String>>) -> Self {
        self.redact = redact;
        self
    }

    /// What of a value holds no secret, where the type tells it.
    pub(crate) fn redacted(&self, raw: &Raw) -> Option<String> {
        self.redact.filter(|_| self.secrecy != Secrecy::Secret).and_then(|redact| redact(raw))
    }

    /// Keeps a value that looks like a reference as text.
    #[must_use]
    pub const fn no_reference(mut self) -> Self {
        self.no_reference = true;
        self
    }

    /// Takes empty text as a value.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Separates the items of a list by this instead of a comma.
    #[must_use]
    pub const fn separator(mut self, separator: &'static str) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Decodes text first.
    #[must_use]
    pub const fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Reads a bare number of a duration in this unit (`s`, `ms`, ...).
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}
