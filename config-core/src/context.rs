//! The outside world of one load, as data.

use std::collections::hash_map::RandomState;
use std::env::VarsOs;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::raw::Raw;
use crate::report::{Code, Problem};
use crate::secret::RawBytes;

/// Variables as a process has them. Values are wiped on drop; `Debug` shows names alone. A clone shares them.
///
/// That of the process is listed when somebody asks for all of it; a load of few settings asks for names alone, and a
/// larger one goes through it without keeping what no key asks for.
#[derive(Clone, Default)]
pub struct Environment {
    listed: OnceLock<Listed>,
    process: Option<Process>,
}

type Listed = Arc<[(String, Variable)]>;

/// How the process is asked. The core reads nothing itself: whoever makes the world passes these in.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Process {
    get: fn(&str) -> Option<OsString>,
    all: fn() -> VarsOs,
}

impl Process {
    /// A process that is asked by these functions: for one variable, and for all.
    #[must_use]
    pub const fn new(get: fn(&str) -> Option<OsString>, all: fn() -> VarsOs) -> Self {
        Self { get, all }
    }

    /// Names that are not UTF-8 can belong to no key and are left out.
    fn list(self) -> Listed {
        let texts = (self.all)().map(|(name, value)| (name.into_string(), Variable::from(value)));
        texts.filter_map(|(name, value)| Some((name.ok()?, value))).collect()
    }
}

/// The value of one variable, wiped on drop.
#[derive(Clone, Debug)]
pub struct Variable(RawBytes);

impl From<OsString> for Variable {
    /// An `OsString` would be freed unwiped.
    fn from(value: OsString) -> Self {
        Self(RawBytes::new(value.into_encoded_bytes()))
    }
}

impl Variable {
    /// The bytes of the value.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// The value, where it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.expose()).ok()
    }

    /// The text of what is no secret, without a copy; it is wiped no more.
    pub(crate) fn into_plain(self) -> Option<String> {
        self.0.into_string().ok()
    }

    /// The value as a layer gives it, without a copy.
    #[must_use]
    #[inline]
    pub fn into_raw(self) -> Raw {
        Raw::from_bytes(self.0)
    }
}

impl Environment {
    /// An environment of these variables; of two with one name the first counts, as for `getenv`.
    #[must_use]
    pub fn new(variables: Vec<(String, RawBytes)>) -> Self {
        let listed: Listed = variables.into_iter().map(|(name, value)| (name, Variable(value))).collect();
        Self { listed: OnceLock::from(listed), process: None }
    }

    /// The environment of a process.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(process: Process) -> Self {
        Self { listed: OnceLock::new(), process: Some(process) }
    }

    fn listed(&self) -> &[(String, Variable)] {
        self.listed.get_or_init(|| self.process.map(Process::list).unwrap_or_default())
    }

    /// Whether asking for a name is cheaper than listing all.
    pub(crate) fn is_unlisted(&self) -> bool {
        self.listed.get().is_none()
    }

    /// Gives each variable that `wants` says something of to `take`; nothing is kept of the others.
    pub(crate) fn claimed<C>(&self, wants: impl Fn(&[u8]) -> Option<C>, mut take: impl FnMut(&OsStr, C, Raw)) {
        if let (None, Some(process)) = (self.listed.get(), self.process) {
            for (name, value) in (process.all)() {
                match wants(name.as_encoded_bytes()) {
                    Some(claim) => take(&name, claim, Raw::from(value)),
                    None => drop(Variable::from(value)),
                }
            }
            return;
        }
        for (name, value) in self.listed() {
            if let Some(claim) = wants(name.as_bytes()) {
                take(OsStr::new(name), claim, value.clone().into_raw());
            }
        }
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Variable> {
        match (self.listed.get(), self.process) {
            (None, Some(process)) => (process.get)(name).map(Variable::from),
            _ => self.find(name).cloned(),
        }
    }

    fn find(&self, name: &str) -> Option<&Variable> {
        self.listed().iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The value of a variable, as a layer gives it.
    #[inline]
    pub(crate) fn raw(&self, name: &str) -> Option<Raw> {
        match (self.listed.get(), self.process) {
            (None, Some(process)) => (process.get)(name).map(Raw::from),
            _ => self.find(name).cloned().map(Variable::into_raw),
        }
    }

    /// The value of a variable, where it is UTF-8 and not empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.into_plain().filter(|text| !text.is_empty())
    }

    /// The text of a variable that an operator may set; empty is unset.
    ///
    /// # Errors
    /// One that is not UTF-8, which is never silently another value.
    pub fn lever(&self, name: &str) -> Result<Option<String>, Box<Problem>> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.into_plain() {
            Some(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            None => Err(Box::new(Problem::new(Code::Invalid, name, "is not UTF-8").help("write it anew, in UTF-8"))),
        }
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Variable)> {
        self.listed().iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The text of a variable for as long as the environment lives: what `${NAME}` of a dotenv file stands for.
    /// `Some(None)` is a variable that is not UTF-8.
    #[must_use]
    pub fn lend(&self, name: &str) -> Option<Option<&str>> {
        self.find(name).map(Variable::text)
    }

    /// How many variables there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.listed().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.listed().iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.listed.get() {
            Some(_) => f.debug_tuple("Environment").field(&self.names().collect::<Vec<_>>()).finish(),
            None => f.write_str("Environment(of the process)"),
        }
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
    closed: Option<Environment>,
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
        Self { closed: Some(environment), directory: None }
    }

    /// Sets the project root: config and dotenv files and relative paths are looked up here.
    #[must_use]
    pub fn in_directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.directory = Some(path.into());
        self
    }

    /// The variables of a closed world.
    #[doc(hidden)]
    pub fn closed(&self) -> Option<&Environment> {
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
    pub environment: Environment,
    /// Whether this is a closed world.
    pub closed: bool,
    /// The project root, absolute where the process could tell.
    pub root: Option<PathBuf>,
    /// The key of fingerprints.
    pub fingerprint_key: RandomState,
}

impl World {
    /// A world of these variables and nothing else.
    #[must_use]
    pub fn new(environment: Environment, closed: bool) -> Self {
        Self { environment, closed, root: None, fingerprint_key: RandomState::new() }
    }
}
