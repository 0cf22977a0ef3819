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
pub(crate) mod builtin {
 pub(crate) fn placeholder(_: &str) -> Option<&'static str> { None }
 pub(crate) fn test_mode_key(_: &str) -> bool { false }
 pub(crate) fn credentials_in_url(_: &str) -> bool { false }
 pub(crate) fn pem_private_key(_: &str) -> bool { false }
 pub(crate) struct Suspect;
 impl Suspect { pub(crate) fn message(&self) -> &'static str { "" } pub(crate) fn help(&self) -> &'static str { "" } }
 pub(crate) fn suspect(_: &str) -> Option<Suspect> { None }
}
impl Failure {
 pub(crate) fn all(&self) -> std::slice::Iter<'_, Failure> { std::slice::from_ref(self).iter() }
 pub(crate) fn field(&self) -> Option<&str> { self.field.as_deref() }
 pub(crate) fn is_trusted(&self) -> bool { self.trusted }
 pub(crate) fn text(&self) -> &str { &self.text }
 pub(crate) fn text_for(&self, plain: bool) -> Cow<'_, str> { if plain || self.trusted { Cow::Borrowed(&self.text) } else { "breaks its rule".into() } }
}
