//! What a store is, and what is asked of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// The option that carries the name of a key beside the texts that it was filled into.
#[cfg(any(feature = "exec", feature = "http"))]
pub(crate) const NAME: &str = "name";

/// A request for each key: where `{name}` stands anywhere in it, the name is kept beside.
#[cfg(any(feature = "exec", feature = "http"))]
pub(crate) fn with_name(request: SecretRequest) -> SecretRequest {
    let mut texts = std::iter::once(&request.path).chain(request.options.values());
    if texts.any(|text| text.contains("{name}")) { request.option(NAME, "{name}") } else { request }
}

/// Whether the name of a key is none of letters, digits and `_`, as a key of a map in a config file may be. In the
/// arguments of a command or the path of a URL it could mean something: `--help`, `../admin`.
#[cfg(any(feature = "exec", feature = "http"))]
pub(crate) fn has_odd_name(request: &SecretRequest) -> bool {
    let is_plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    request.get(NAME).is_some_and(|name| !is_plain(name))
}

/// What a store calls itself in reports and logs: scheme and endpoint, free of credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    scheme: Cow<'static, str>,
    endpoint: Cow<'static, str>,
}

impl Identity {
    /// A scheme (`vault`, which is what references begin with after `ref+`) and where the store is: an address, a
    /// region, a project. Whatever stands there is shown: give it no URL with a password or a query.
    pub fn new(scheme: impl Into<Cow<'static, str>>, endpoint: impl Into<Cow<'static, str>>) -> Self {
        Self { scheme: scheme.into(), endpoint: endpoint.into() }
    }

    /// The scheme: `vault`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Where the store is: `https://vault.example:8200`, `eu-west-1`. May be empty.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl fmt::Display for Identity {
    /// `vault at https://vault.example:8200`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scheme)?;
        if self.endpoint.is_empty() { Ok(()) } else { write!(f, " at {}", self.endpoint) }
    }
}

/// One secret that is asked for: its path in the store's own terms, its version, and options that only this store knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretRequest {
    path: String,
    options: BTreeMap<Cow<'static, str>, String>,
}

impl SecretRequest {
    /// A secret by its path: `secret/shop/production`, an ARN, a name.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), options: BTreeMap::new() }
    }

    /// Asks for a version, as the store numbers or names them.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        self.option("version", version)
    }

    /// Sets an option: `version_stage`, `engine`.
    #[must_use]
    pub fn option(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The version that is asked for; `None` is the current one.
    #[must_use]
    pub fn wanted_version(&self) -> Option<&str> {
        self.get("version")
    }

    /// The value of an option.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }

    /// The same request with every text gone through: how `{profile}` and `{name}` are filled in.
    pub(crate) fn map(&self, mut fill: impl FnMut(&str) -> String) -> Self {
        let path = fill(&self.path);
        let options = self.options.iter().map(|(name, value)| (name.clone(), fill(value)));
        Self { path, options: options.collect() }
    }
}

impl From<&str> for SecretRequest {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

impl From<String> for SecretRequest {
    fn from(path: String) -> Self {
        Self::new(path)
    }
}

impl fmt::Display for SecretRequest {
    /// The path, and the version where one is asked for: `secret/shop, version 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        match self.wanted_version() {
            Some(version) => write!(f, ", version {version}"),
            None => Ok(()),
        }
    }
}
