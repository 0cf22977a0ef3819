//! A manager in a stack: which store, which secrets of it, and what happens when it fails.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tactful_core::layer::Layer;
use tactful_core::origin::LayerName;
use tactful_core::secret::RawText;
use tactful_core::source::{Ask, Source};

use super::store::{Kind, Limits, Maker, Placement};
use super::{SecretManager, SecretRequest};

/// A secret manager of one's own as a source: one document, or a secret for each key.
///
/// The stores that this crate knows have types of their own (`Vault`, `AwsSecrets`, ..), which are this one with options.
#[derive(Clone)]
pub struct Managed {
    pub(crate) opener: Opener,
    /// Options of the store that code gives, by their keys.
    pub(crate) given: Vec<(&'static str, RawText)>,
    pub(crate) placement: Placement,
    pub(crate) optional: bool,
    pub(crate) limits: Limits,
}

/// Where a manager comes from.
#[derive(Clone)]
pub(crate) enum Opener {
    /// From its options, which the load reads first.
    Kind(&'static dyn Kind),
    /// From code, ready to be asked; and how it calls the key of an environment name.
    Ready(Arc<dyn SecretManager>, fn(&str) -> String),
    /// From code that wants to know the world of the load. No address and no reference leads to it.
    #[cfg_attr(not(feature = "exec"), allow(dead_code, reason = "only commands are so"))]
    Code(Arc<dyn Maker>),
}

impl Managed {
    /// A layer that is one secret: a JSON object, whose members are looked up by nested path, dotted path or environment
    /// name. `{profile}` in the path is the profile of the load.
    pub fn document(manager: impl SecretManager, path: impl Into<String>) -> Self {
        Self::ready(manager, Placement::Document(SecretRequest::new(path)))
    }

    /// A layer of one secret per key. `{name}` in the path is the key's environment name, `{profile}` the profile. The
    /// keys of the schema are asked for, all in one batch, and no others.
    pub fn each(manager: impl SecretManager, path: impl Into<String>) -> Self {
        Self::ready(manager, Placement::Each(SecretRequest::new(path)))
    }

    /// How the store calls the key of an environment name, where it does not call it so.
    #[must_use]
    pub fn named_by(mut self, name: fn(&str) -> String) -> Self {
        if let Opener::Ready(_, namer) = &mut self.opener {
            *namer = name;
        }
        self
    }

    /// Makes its failure a warning: the load goes on with what the layers below say.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn ready(manager: impl SecretManager, placement: Placement) -> Self {
        let opener = Opener::Ready(Arc::new(manager), str::to_owned);
        Self { opener, given: Vec::new(), placement, optional: false, limits: Limits::USUAL }
    }

    /// A layer of a store that is opened from its options.
    pub(crate) const fn of(kind: &'static dyn Kind, placement: Placement) -> Self {
        Self { opener: Opener::Kind(kind), given: Vec::new(), placement, optional: false, limits: Limits::USUAL }
    }

    /// A layer of a manager that code alone can name.
    #[cfg(feature = "exec")]
    pub(crate) fn of_code(maker: impl Maker, placement: Placement) -> Self {
        let opener = Opener::Code(Arc::new(maker));
        Self { opener, given: Vec::new(), placement, optional: false, limits: Limits::USUAL }
    }

    /// The same layer of another one.
    #[cfg(feature = "exec")]
    pub(crate) fn by(self, maker: impl Maker) -> Self {
        Self { opener: Opener::Code(Arc::new(maker)), ..self }
    }

    /// Gives an option of the store in code: it beats what the layers say.
    pub(crate) fn give(mut self, key: &'static str, text: impl Into<RawText>) -> Self {
        self.given.retain(|(own, _)| *own != key);
        self.given.push((key, text.into()));
        self
    }

    /// Changes what is asked for.
    pub(crate) fn ask(mut self, change: impl FnOnce(SecretRequest) -> SecretRequest) -> Self {
        self.placement = match self.placement {
            Placement::Document(request) => Placement::Document(change(request)),
            Placement::Each(request) => Placement::Each(change(request)),
        };
        self
    }

    pub(crate) fn request_timeout(mut self, timeout: Duration) -> Self {
        self.limits.request = timeout;
        self
    }

    pub(crate) const fn allow_plain_http(mut self) -> Self {
        self.limits.plain_http = true;
        self
    }
}

impl Opener {
    /// What layers and references of the store are called: `vault`, `aws`.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Kind(kind) => kind.name().to_owned(),
            Self::Ready(manager, _) => manager.identity().scheme().to_owned(),
            Self::Code(maker) => maker.name().to_owned(),
        }
    }

    /// What references to it begin with; empty where none may lead to it.
    pub(crate) fn scheme(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.scheme(),
            Self::Ready(manager, _) => manager.identity().scheme(),
            Self::Code(_) => "",
        }
    }

    pub(crate) fn name_of(&self, env_name: &str) -> String {
        match self {
            Self::Kind(kind) => kind.name_of(env_name),
            Self::Ready(_, namer) => namer(env_name),
            Self::Code(_) => env_name.to_owned(),
        }
    }

    /// Whether two come from one place.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Kind(one), Self::Kind(other)) => one.scheme() == other.scheme(),
            (Self::Ready(one, _), Self::Ready(other, _)) => Arc::ptr_eq(one, other),
            (Self::Code(one), Self::Code(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl fmt::Debug for Managed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Managed")
            .field("store", &self.opener)
            .field("placement", &self.placement)
            .field("optional", &self.optional)
            .finish_non_exhaustive()
    }
}

impl Source for Managed {
    fn name(&self) -> LayerName {
        LayerName::owned(self.opener.name())
    }

    /// Nothing: what waits is not read with the others.
    fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
        Vec::new()
    }

    fn is_local(&self) -> bool {
        false
    }

    fn waits(&self) -> bool {
        true
    }

    fn as_any(&self) -> Option<&(dyn Any + Send + Sync)> {
        Some(self)
    }

    fn title(&self) -> String {
        format!("{} {}", self.opener.name(), self.placement.request())
    }
}

#[allow(unused_macros, reason = "each store has a feature of its own")]
/// What every source with a store of its own has, above what is particular to it: it holds a [`Managed`].
macro_rules! managed_source {
    ($source:ident) => {
        impl $source {
            /// Makes its failure a warning: the load goes on with what the layers below say.
            #[must_use]
            pub fn optional(mut self) -> Self {
                self.0 = self.0.optional();
                self
            }

            /// How long one request may take, connecting included: 5 s unless told.
            #[must_use]
            pub fn request_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.0 = self.0.request_timeout(timeout);
                self
            }

            /// Speaks `http://` to other machines than this one, where whoever is between can read the secrets.
            #[must_use]
            pub fn allow_plain_http(mut self) -> Self {
                self.0 = self.0.allow_plain_http();
                self
            }
        }

        $crate::manager::managed::source_of_managed!($source);
    };
}
#[allow(unused_imports, reason = "each store has a feature of its own")]
pub(crate) use managed_source;

#[allow(unused_macros, reason = "each store has a feature of its own")]
/// What holds a [`Managed`] is a source.
macro_rules! source_of_managed {
    ($source:ident) => {
        impl tactful_core::source::Source for $source {
            fn name(&self) -> tactful_core::origin::LayerName {
                self.0.name()
            }

            fn read(&self, ask: &tactful_core::source::Ask<'_>) -> Vec<tactful_core::layer::Layer> {
                self.0.read(ask)
            }

            fn is_local(&self) -> bool {
                false
            }

            fn waits(&self) -> bool {
                true
            }

            fn as_any(&self) -> Option<&(dyn std::any::Any + Send + Sync)> {
                Some(&self.0)
            }

            fn title(&self) -> String {
                self.0.title()
            }
        }
    };
}
#[allow(unused_imports, reason = "each store has a feature of its own")]
pub(crate) use source_of_managed;
