//! `ChannelsUrl`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::credentials::Credentials;
use crate::error::UrlError;
use crate::host::HostPort;
use crate::kind::{Kind, credentials, hosts, url_type};
use crate::options::{Known, Options, Takes};
use crate::redis::{self, Redis};
use crate::scheme::{self, Row};
use crate::split::{Allow, open};
use crate::write::{Alone, Writer};

/// The address of a layer of channels, over which the processes of an application talk.
///
/// ```
/// use tactful_urls::{ChannelsBackend, ChannelsUrl};
///
/// let url: ChannelsUrl = "redis+pubsub://:s3cret@channels:6380/1".parse()?;
/// assert_eq!(url.backend(), ChannelsBackend::RedisPubSub);
/// assert_eq!((url.hosts()[0].host(), url.hosts()[0].port()), ("channels", Some(6380)));
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelsUrl {
    scheme: &'static Scheme,
    credentials: Credentials,
    hosts: Vec<HostPort>,
    socket: Option<PathBuf>,
    index: Option<u32>,
    options: Options,
}

/// What carries the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChannelsBackend {
    /// The memory of the process.
    InMemory,
    /// Lists of Redis, which keep a message until it is read.
    Redis,
    /// Publish and subscribe of Redis, which keeps none.
    RedisPubSub,
}

url_type!(ChannelsUrl);
credentials!(ChannelsUrl);
hosts!(ChannelsUrl);

impl ChannelsUrl {
    /// What carries the messages.
    pub const fn backend(&self) -> ChannelsBackend {
        self.scheme.backend
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// Whether the connection is encrypted: `rediss`.
    pub const fn tls(&self) -> bool {
        self.scheme.tls
    }

    /// The usual port, for hosts without one.
    pub fn default_port(&self) -> Option<u16> {
        (self.backend() != ChannelsBackend::InMemory).then_some(6379)
    }

    /// The Unix socket.
    pub fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// The number of the database.
    pub const fn database_index(&self) -> Option<u32> {
        self.index
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Scheme {
    name: &'static str,
    backend: ChannelsBackend,
    tls: bool,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

static SCHEMES: &[Scheme] = &[
    Scheme { name: "inmemory", backend: ChannelsBackend::InMemory, tls: false },
    Scheme { name: "redis", backend: ChannelsBackend::Redis, tls: false },
    Scheme { name: "rediss", backend: ChannelsBackend::Redis, tls: true },
    Scheme { name: "redis+pubsub", backend: ChannelsBackend::RedisPubSub, tls: false },
    Scheme { name: "rediss+pubsub", backend: ChannelsBackend::RedisPubSub, tls: true },
];

const KNOWN: &[Known] =
    &[("db", &[], Takes::Number), ("capacity", &[], Takes::Number), ("expiry", &[], Takes::Seconds)];

impl Kind for ChannelsUrl {
    const EXPECTED: &'static str = "a channels URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = scheme::find(SCHEMES, opened.scheme)?;
        if scheme.backend == ChannelsBackend::InMemory {
            let options = Options::parse(opened.nothing()?, KNOWN)?;
            let credentials = Credentials::default();
            return Ok(Self { scheme, credentials, hosts: Vec::new(), socket: None, index: None, options });
        }
        let split = opened.split(Allow::Nothing)?;
        let Redis { credentials, hosts, socket, index, options, .. } =
            redis::read(&split, redis::Form::Any, Options::of(&split, KNOWN)?)?;
        Ok(Self { scheme, credentials, hosts, socket, index, options })
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Token)?;
        to.hosts(&self.hosts)?;
        let mark = to.place_in_redis(self.socket.as_deref(), self.index)?;
        to.more_options(&self.options, mark)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }
}
