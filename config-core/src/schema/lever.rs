//! What the operator's variables are called.

use std::borrow::Cow;

use super::Schema;

/// What begins them unless `control_prefix` says otherwise.
pub(super) const USUAL_PREFIX: &str = "SETTINGS";

/// All of them under that prefix, so that nearly no load puts one of these names together.
const USUAL: [&str; 8] = [
    "SETTINGS_PROFILE",
    "SETTINGS_DIR",
    "SETTINGS_WARN_ONLY",
    "SETTINGS_MANAGERS",
    "SETTINGS_REPORT",
    "SETTINGS_FILE",
    "SETTINGS_SECRETS_DIRS",
    "SETTINGS_ENV_WINS",
];

impl Schema {
    /// The whole name of a lever: that of `FILE` is `SETTINGS_FILE`, or as `control_prefix` renames it.
    #[doc(hidden)]
    #[must_use]
    pub fn lever(&self, lever: &str) -> Cow<'static, str> {
        let found = |name: &&str| short(name) == Some(lever);
        match USUAL.iter().find(|name| self.control_prefix == USUAL_PREFIX && found(name)) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Owned([self.control_prefix, "_", lever].concat()),
        }
    }

    /// Whether a variable is a lever.
    pub(crate) fn is_lever(&self, variable: &str) -> bool {
        let lever = variable.strip_prefix(self.control_prefix).and_then(|rest| rest.strip_prefix('_'));
        lever.is_some_and(|lever| USUAL.iter().any(|name| short(name) == Some(lever)))
    }
}

/// A lever without its prefix: `FILE`.
fn short(name: &str) -> Option<&str> {
    name.strip_prefix(USUAL_PREFIX)?.strip_prefix('_')
}
