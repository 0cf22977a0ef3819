//! Where a value came from.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::raw::Position;

/// The name of a kind of layer: `env`, `dotenv`, `file`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerName(Cow<'static, str>);

impl LayerName {
    /// The defaults of the fields.
    pub const DEFAULTS: Self = Self(Cow::Borrowed("defaults"));
    /// Config files.
    pub const FILE: Self = Self(Cow::Borrowed("file"));
    /// The dotenv cascade.
    pub const DOTENV: Self = Self(Cow::Borrowed("dotenv"));
    /// Secrets directories of Docker, Kubernetes and systemd.
    pub const SECRETS_DIR: Self = Self(Cow::Borrowed("secrets dir"));
    /// The process environment.
    pub const ENV: Self = Self(Cow::Borrowed("env"));
    /// Overrides given in code or on a command line.
    pub const OVERRIDES: Self = Self(Cow::Borrowed("overrides"));
    /// An in-memory map.
    pub const MAP: Self = Self(Cow::Borrowed("map"));

    /// The name of a layer of one's own.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name of a layer that is known only when the program runs.
    #[must_use]
    pub const fn owned(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LayerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a value came from: layer, variable or key, file, line and column, version. Never the value.
///
/// ```
/// use tactful_core::origin::{LayerName, Origin};
///
/// let origin = Origin::new(LayerName::ENV).named("SHOP_PIN_FILE").in_file("/run/secrets/pin");
/// assert_eq!(origin.to_string(), "/run/secrets/pin, named by env SHOP_PIN_FILE");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    layer: LayerName,
    label: Option<Arc<str>>,
    name: Option<String>,
    document: Option<Arc<Path>>,
    position: Option<Position>,
    file: Option<PathBuf>,
    pointer: Option<String>,
    reference: Option<Arc<str>>,
    version: Option<String>,
}

impl Origin {
    /// An origin that names its layer alone.
    #[must_use]
    pub const fn new(layer: LayerName) -> Self {
        Self {
            layer,
            label: None,
            name: None,
            document: None,
            position: None,
            file: None,
            pointer: None,
            reference: None,
            version: None,
        }
    }

    /// What the layer calls itself where its kind says too little: `vault secret/shop`.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Arc<str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// What the layer calls the key: a variable, a dotted path, an entry of a store.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The document that holds the value, and the place in it.
    #[must_use]
    pub fn in_document(mut self, path: impl Into<Arc<Path>>, position: Option<Position>) -> Self {
        self.document = Some(path.into());
        self.position = position;
        self
    }

    /// The file whose whole content is the value (`NAME_FILE`, a secrets directory).
    #[must_use]
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The place inside a JSON text that a layer gave for a whole group: `at timeout (1:14)`.
    #[must_use]
    pub fn inside(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// The secret that the value referred to: `vault secret/shop#/KEY`.
    #[must_use]
    pub fn referring_to(mut self, secret: impl Into<Arc<str>>) -> Self {
        self.reference = Some(secret.into());
        self
    }

    /// The version of the value, where its store counts them.
    #[must_use]
    pub fn version_of(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The kind of layer.
    #[must_use]
    pub const fn layer(&self) -> &LayerName {
        &self.layer
    }

    /// What the layer calls the key.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The document that holds the value: a config file or a dotenv file.
    #[must_use]
    pub fn document(&self) -> Option<&Path> {
        self.document.as_deref()
    }

    /// The place in [`document`](Self::document).
    #[must_use]
    pub const fn position(&self) -> Option<Position> {
        self.position
    }

    /// The file whose whole content is the value.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The secret that the value referred to.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The version of the value, where its store counts them.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The layer and the name in it: `env SHOP_PIN`, `/app/.env:3:1`.
    fn place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(document) = &self.document {
            write!(f, "{}", document.display())?;
            if let Some(at) = self.position {
                write!(f, ":{}:{}", at.line(), at.column())?;
            }
            return Ok(());
        }
        f.write_str(self.label.as_deref().unwrap_or(self.layer.as_str()))?;
        match &self.name {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(reference) = &self.reference {
            f.write_str(reference)?;
            if let Some(version) = &self.version {
                write!(f, " (version {version})")?;
            }
            f.write_str(", referred to by ")?;
        }
        match &self.file {
            Some(file) if self.name.is_some() || self.document.is_some() => {
                write!(f, "{}, named by ", file.display())?;
                self.place(f)?;
            }
            Some(file) => write!(f, "{}", file.display())?,
            None => self.place(f)?,
        }
        if let Some(pointer) = self.pointer.as_ref().filter(|pointer| !pointer.is_empty()) {
            write!(f, ", at {pointer}")?;
        }
        match &self.version {
            Some(version) if self.reference.is_none() => write!(f, " (version {version})"),
            _ => Ok(()),
        }
    }
}
