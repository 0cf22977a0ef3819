//! Rules of fields: what the library gives, and how a validator's verdict becomes a problem.

use std::borrow::Cow;

/// Why a value breaks a rule.
///
/// A validator may return anything that implements `Display`; it becomes a failure. Text that the program fixed at
/// compile time (`&'static str`, and what the library's own rules say) cannot hold a secret and is always shown; any
/// other text is shown for plain fields alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub(crate) text: Cow<'static, str>,
    /// The field at fault, for rules across fields: its key, relative to the struct.
    pub(crate) field: Option<Cow<'static, str>>,
    /// Whether the text is known to hold no value.
    pub(crate) trusted: bool,
}
