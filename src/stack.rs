//! The ordered sources of a load.

use std::sync::Arc;

use tactful_core::origin::LayerName;
use tactful_core::source::Source;
use tactful_sources::{ConfigFile, Dotenv, Env, SecretsDir};

/// The ordered sources of a load, lowest first; defaults lie below them all.
///
/// ```
/// use tactful::{LayerName, Map, Stack};
///
/// let stack = Stack::standard()
///     .without(LayerName::DOTENV)
///     .push_below(LayerName::ENV, Map::new("flags", [("SHOP_DEBUG", "true")]));
/// # let _ = stack;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stack {
    sources: Vec<Arc<dyn Source>>,
}

/// The sources of [`Stack::standard`], as they are for who changes nothing of them.
pub(crate) static STANDARD: [&dyn Source; 4] =
    [&ConfigFile::standard(), &Dotenv::cascade(), &SecretsDir::standard(), &Env::new()];

impl Stack {
    /// No source at all: defaults alone.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Config file < dotenv < secrets directories < environment.
    #[must_use]
    pub fn standard() -> Self {
        Self::new().push(ConfigFile::standard()).push(Dotenv::cascade()).push(SecretsDir::standard()).push(Env::new())
    }

    /// Adds a source on top of all but overrides.
    #[must_use]
    pub fn push(mut self, source: impl Source) -> Self {
        let top = self.sources.len();
        let at = if source.name() == LayerName::OVERRIDES {
            top
        } else {
            self.sources.iter().position(|own| own.name() == LayerName::OVERRIDES).unwrap_or(top)
        };
        self.sources.insert(at, Arc::new(source));
        self
    }

    /// Adds a source just below the lowest of this name; on top where there is none.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "names are constants: `LayerName::ENV`")]
    pub fn push_below(mut self, name: LayerName, source: impl Source) -> Self {
        match self.sources.iter().position(|own| own.name() == name) {
            Some(at) => {
                self.sources.insert(at, Arc::new(source));
                self
            }
            None => self.push(source),
        }
    }

    /// Removes every source of this name.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "names are constants: `LayerName::ENV`")]
    pub fn without(mut self, name: LayerName) -> Self {
        self.sources.retain(|own| own.name() != name);
        self
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = &dyn Source> {
        self.sources.iter().map(|source| &**source)
    }
}
