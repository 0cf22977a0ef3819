//! What the operator's variables are called.

use std::borrow::Cow;

use super::Schema;

/// What begins them unless `control_prefix` says otherwise.
pub(super) const USUAL_PREFIX: &str = "SETTINGS";

/// All levers under that prefix: written down, so that nearly no load puts one of these names together.
const USUAL: [&str; 8] = [
    "SETTINGS_PROFILE",
    "SETTINGS_DIR",
    "SETTINGS_FILE",
    "SETTINGS_SECRETS_DIRS",
    "SETTINGS_MANAGERS",
    "SETTINGS_ENV_WINS",
    "SETTINGS_REPORT",
    "SETTINGS_WARN_ONLY",
];

fn usual(lever: &str) -> Option<&'static str> {
    USUAL.into_iter().find(|name| short(name) == lever)
}

/// A lever without the prefix.
fn short(name: &'static str) -> &'static str {
    &name[USUAL_PREFIX.len() + 1..]
}

/// All levers without their prefix, for guesses at what a name was meant to be.
pub(crate) fn levers() -> impl Iterator<Item = &'static str> {
    USUAL.into_iter().map(short)
}

impl Schema {
    /// The whole name of a lever: that of `FILE` is `SETTINGS_FILE`, or as `control_prefix` renames it.
    #[doc(hidden)]
    #[must_use]
    pub fn lever(&self, lever: &str) -> Cow<'static, str> {
        match usual(lever) {
            Some(name) if self.control_prefix == USUAL_PREFIX => Cow::Borrowed(name),
            _ => Cow::Owned([self.control_prefix, "_", lever].concat()),
        }
    }

    /// Whether a variable is a lever.
    pub(crate) fn is_lever(&self, variable: &str) -> bool {
        let lever = variable.strip_prefix(self.control_prefix).and_then(|rest| rest.strip_prefix('_'));
        lever.is_some_and(|lever| usual(lever).is_some())
    }
}
