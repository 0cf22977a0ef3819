//! A kind of store: what its addresses mean, which options it has, and how it is opened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tactful_core::bind::Bind;
use tactful_core::context::World;
use tactful_core::loader::Gathered;
use tactful_core::local::Local;
use tactful_core::report::{LoadError, Report};
use tactful_core::source::Source;

use super::reference::{Misread, Reference};
use super::{BoxFuture, ManagerError, SecretManager, SecretRequest};

/// What holds for every request of every manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// For one request, from connecting to the last byte of the answer.
    pub(crate) request: Duration,
    /// Requests of one store at the same time.
    pub(crate) in_flight: usize,
    /// The most bytes that an answer may have.
    pub(crate) answer: usize,
    /// Whether `http://` may be spoken to others than this machine.
    pub(crate) plain_http: bool,
    /// Whether the world of the load is closed: nothing that the process has may count.
    pub(crate) closed: bool,
}

impl Limits {
    pub(crate) const USUAL: Self = Self {
        request: Duration::from_secs(5),
        in_flight: 16,
        answer: 16 * 1024 * 1024,
        plain_http: false,
        closed: false,
    };
}

/// How a manager becomes a layer. `{profile}` and `{name}` in its texts are filled in by the load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// One secret whose payload is a JSON object; its members are looked up like those of a config file.
    Document(SecretRequest),
    /// One secret for each key of the schema.
    Each(SecretRequest),
}

impl Placement {
    pub(crate) const fn request(&self) -> &SecretRequest {
        match self {
            Self::Document(request) | Self::Each(request) => request,
        }
    }
}

/// What an address asks for, and the options of the store that it sets: keys of [`Store::Options`] and their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked<T> {
    pub(crate) what: T,
    pub(crate) given: Vec<(&'static str, String)>,
}

impl<T> Asked<T> {
    pub(crate) const fn new(what: T) -> Self {
        Self { what, given: Vec::new() }
    }

    /// Sets an option of the store where the address has a text for it.
    pub(crate) fn given(mut self, key: &'static str, text: Option<&str>) -> Self {
        self.given.extend(text.map(|text| (key, text.to_owned())));
        self
    }
}

/// A manager that is ready to be asked, or why its options do not make one.
pub(crate) type Opened = Result<Arc<dyn SecretManager>, ManagerError>;

/// A kind of store. One unit struct per kind implements it.
pub(crate) trait Store: fmt::Debug + Send + Sync + 'static {
    /// Its options: settings of their own, read from the layers below and from `[settings.SECTION]` of a config file.
    type Options: Bind + Send + 'static;

    /// Begins its addresses: `vault`, `awssecrets`.
    const SCHEME: &'static str;

    /// What its layers are called: `vault`, `aws secrets`.
    const NAME: &'static str;

    /// Its section of a config file, `[settings.SECTION]`: several kinds may share one.
    const SECTION: &'static str = Self::NAME;

    /// Options that make a login, by their environment names. Where none of them is given, documents of managers that were
    /// given before may hold one. Empty for a store that finds out by itself who it is.
    const LOGINS: &'static [&'static str] = &[];

    /// What a reference asks for. Its members and `decode` are not the store's affair.
    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread>;

    /// What an address in `SETTINGS_MANAGERS` stands for.
    fn place(address: &Reference) -> Result<Asked<Placement>, Misread>;

    /// What the store calls the key of this environment name: `SECRET-KEY` where underscores are not allowed.
    fn name_of(env_name: &str) -> String {
        env_name.to_owned()
    }

    /// Makes a manager of its options. No request is made yet: whoever must log in does it with the first one.
    fn open(options: Self::Options, limits: Limits) -> BoxFuture<'static, Opened>;
}

/// What makes a manager that code alone can name, because an address in a value must never lead to it.
pub(crate) trait Maker: fmt::Debug + Send + Sync + 'static {
    /// What its layers are called: `exec`.
    fn name(&self) -> &'static str;

    /// A manager for one load.
    fn make(&self, world: &World, limits: Limits) -> Arc<dyn SecretManager>;
}

/// A [`Store`] as a value, so that a load can hold several kinds.
pub(crate) trait Kind: fmt::Debug + Send + Sync + 'static {
    fn scheme(&self) -> &'static str;
    fn name(&self) -> &'static str;
    fn section(&self) -> &'static str;
    fn logins(&self) -> &'static [&'static str];
    fn read(&self, reference: &Reference) -> Result<Asked<SecretRequest>, Misread>;
    fn place(&self, address: &Reference) -> Result<Asked<Placement>, Misread>;
    fn name_of(&self, env_name: &str) -> String;

    /// What the local layers of a load say of its options.
    fn options<'s>(&self, load: &Local<'s>, sources: &mut dyn Iterator<Item = &'s dyn Source>) -> Local<'s>;

    /// Makes a manager of what all layers say of its options.
    fn open(&self, options: Gathered, limits: Limits) -> Result<(BoxFuture<'static, Opened>, Report), LoadError>;
}

impl<S: Store> Kind for S {
    fn scheme(&self) -> &'static str {
        S::SCHEME
    }

    fn name(&self) -> &'static str {
        S::NAME
    }

    fn section(&self) -> &'static str {
        S::SECTION
    }

    fn logins(&self) -> &'static [&'static str] {
        S::LOGINS
    }

    fn read(&self, reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        S::read(reference)
    }

    fn place(&self, address: &Reference) -> Result<Asked<Placement>, Misread> {
        S::place(address)
    }

    fn name_of(&self, env_name: &str) -> String {
        S::name_of(env_name)
    }

    fn options<'s>(&self, load: &Local<'s>, sources: &mut dyn Iterator<Item = &'s dyn Source>) -> Local<'s> {
        load.options::<S::Options>(S::SECTION, sources)
    }

    fn open(&self, options: Gathered, limits: Limits) -> Result<(BoxFuture<'static, Opened>, Report), LoadError> {
        let (options, report) = options.bind::<S::Options>()?;
        Ok((S::open(options, limits), report))
    }
}
