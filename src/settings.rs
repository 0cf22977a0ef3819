//! The trait that an application sees.

use tactful_core::bind::Bind;
use tactful_core::context::Context;
use tactful_core::report::LoadError;
use tactful_core::schema::Schema;

use crate::Loader;

/// A struct that is loaded from the layers of its application.
///
/// `#[derive(Settings)]` gives it; there is nothing to implement by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of settings",
    label = "cannot be loaded",
    note = "derive it: #[derive(Settings)]; options, lists and maps of settings are fields of one, not loaded by themselves"
)]
pub trait Settings: Bind {
    /// Loads from the standard stack. Blocks; works outside and inside a tokio runtime; prints nothing.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    fn load() -> Result<Self, LoadError> {
        Self::loader().load()
    }

    /// Loads from the standard stack, or writes the report to stderr and ends the process: with status 78
    /// (`EX_CONFIG`), or 75 (`EX_TEMPFAIL`) when waiting would help.
    #[must_use]
    fn load_or_exit() -> Self {
        Self::loader().load_or_exit()
    }

    /// The standard stack, to change before it is loaded.
    #[must_use]
    fn loader() -> Loader<Self> {
        Loader::new()
    }

    /// Loads from a closed world that holds these variables alone: one line in a test.
    ///
    /// # Errors
    /// Every problem, at once.
    fn from_pairs<I, N, V>(pairs: I) -> Result<Self, LoadError>
    where
        I: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
    {
        Self::loader().context(Context::from_pairs(pairs)).load()
    }

    /// Every key, its names, type, doc text, default and secrecy.
    #[must_use]
    fn schema() -> &'static Schema {
        Self::SCHEMA
    }
}

impl<T: Bind> Settings for T {}
