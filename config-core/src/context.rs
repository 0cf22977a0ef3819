//! The outside world of one load, as data.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::secret::RawBytes;

/// Variables as a process has them. Values are wiped on drop; `Debug` shows names alone.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Vec<(String, RawBytes)>,
}

impl Environment {
    /// An environment of these variables; of two with one name the first counts, as for `getenv`.
    #[must_use]
    pub fn new(variables: Vec<(String, RawBytes)>) -> Self {
        Self { variables }
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawBytes> {
        self.variables.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The value of a variable, where it is UTF-8 and not empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|value| std::str::from_utf8(value.expose()).ok()).filter(|text| !text.is_empty())
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawBytes)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many variables there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.variables.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Environment").field(&self.names().collect::<Vec<_>>()).finish()
    }
}

/// The world that a load sees: the process's own, or a closed one for tests.
///
/// ```
/// use tactful_core::context::Context;
///
/// let context = Context::from_pairs([("SHOP_DEBUG", "true")]).in_directory("tests/data");
/// # let _ = context;
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    closed: Option<Arc<Environment>>,
    directory: Option<PathBuf>,
}

impl Context {
    /// The environment, directory and secrets directories of this process, read when the load begins.
    #[must_use]
    pub const fn process() -> Self {
        Self { closed: None, directory: None }
    }

    /// A closed world: these variables alone, no directory, no secrets directories, profile `test`.
    pub fn from_pairs<I, N, V>(pairs: I) -> Self
    where
        I: IntoIterator<Item = (N, V)>,
        N: Into<String>,
        V: Into<String>,
    {
        let variables = pairs.into_iter().map(|(name, value)| (name.into(), RawBytes::new(value.into().into_bytes())));
        Self::from_environment(Environment::new(variables.collect()))
    }

    /// A closed world of this environment, which may hold values that are not UTF-8.
    #[must_use]
    pub fn from_environment(environment: Environment) -> Self {
        Self { closed: Some(Arc::new(environment)), directory: None }
    }

    /// Sets the project root: config and dotenv files and relative paths are looked up here.
    #[must_use]
    pub fn in_directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.directory = Some(path.into());
        self
    }

    /// The variables of a closed world.
    #[doc(hidden)]
    pub fn closed(&self) -> Option<&Arc<Environment>> {
        self.closed.as_ref()
    }

    /// The project root that was set.
    #[doc(hidden)]
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }
}

/// What a [`Context`] turned out to be when the load began. Filled by the facade, which may ask the process.
#[derive(Clone, Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub struct World {
    /// The variables.
    pub environment: Arc<Environment>,
    /// Whether this is a closed world.
    pub closed: bool,
    /// The project root, absolute where the process could tell.
    pub root: Option<PathBuf>,
    /// Where secrets are mounted, lowest first.
    pub secrets_dirs: Vec<PathBuf>,
    /// Whether the operator named them, so that an absent one is a problem.
    pub secrets_dirs_named: bool,
    /// A key for fingerprints, random per load.
    pub fingerprint_key: u64,
}

impl World {
    /// A world of these variables and nothing else.
    #[must_use]
    pub fn new(environment: Arc<Environment>, closed: bool) -> Self {
        Self { environment, closed, root: None, secrets_dirs: Vec::new(), secrets_dirs_named: false, fingerprint_key: 0 }
    }
}
