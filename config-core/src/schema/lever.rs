//! What the operator's variables are called.

use std::borrow::Cow;

use super::Schema;

/// What begins them unless `control_prefix` says otherwise.
pub(super) const USUAL_PREFIX: &str = "SETTINGS";

/// All levers, for guesses at what a name was meant to be.
pub(crate) const LEVERS: [&str; 8] =
    ["PROFILE", "DIR", "FILE", "SECRETS_DIRS", "MANAGERS", "ENV_WINS", "REPORT", "WARN_ONLY"];

/// A lever under that prefix: written down, so that nearly no load puts one of these names together.
fn usual(lever: &str) -> Option<&'static str> {
    Some(match lever {
        "PROFILE" => "SETTINGS_PROFILE",
        "DIR" => "SETTINGS_DIR",
        "FILE" => "SETTINGS_FILE",
        "SECRETS_DIRS" => "SETTINGS_SECRETS_DIRS",
        "MANAGERS" => "SETTINGS_MANAGERS",
        "ENV_WINS" => "SETTINGS_ENV_WINS",
        "REPORT" => "SETTINGS_REPORT",
        "WARN_ONLY" => "SETTINGS_WARN_ONLY",
        _ => return None,
    })
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
