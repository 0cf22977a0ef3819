//! A stack as a `figment::Provider`.

use std::fmt;
use std::marker::PhantomData;

use figment::value::{Dict, Map};
use figment::{Error, Metadata, Profile, Provider};
use tactful_core::bind::Bind;

use crate::Loader;

/// What a [`Loader`] would use, as a [`figment::Provider`]: every layer merged, one value per key.
///
/// Values of secret types, and of types not known to be plain, are left out unless asked for by name, because figment
/// keeps them as plain strings that nobody wipes. Text becomes a number or boolean where it reads exactly as one is
/// written, as figment's own `Env` does.
pub struct FigmentProvider<T> {
    loader: Loader<T>,
    named: Vec<String>,
    settings: PhantomData<fn() -> T>,
}

impl<T: Bind> Loader<T> {
    /// This load as a provider for figment.
    #[must_use]
    pub fn figment_provider(self) -> FigmentProvider<T> {
        FigmentProvider { loader: self, named: Vec::new(), settings: PhantomData }
    }
}

impl<T> FigmentProvider<T> {
    /// Hands over the value of this key too, although it is secret: `stripe.secret_key`.
    #[must_use]
    pub fn with_secret(mut self, key: impl Into<String>) -> Self {
        self.named.push(key.into());
        self
    }
}

impl<T> fmt::Debug for FigmentProvider<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FigmentProvider").field("loader", &self.loader).field("named", &self.named).finish()
    }
}

impl<T: Bind> Provider for FigmentProvider<T> {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("tactful {}", T::SCHEMA.name()))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let document = self.loader.gather(false).document(&self.named);
        Ok(Map::from([(Profile::Default, tactful_sources::figment_dict(document))]))
    }
}
