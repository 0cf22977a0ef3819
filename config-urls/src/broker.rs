//! `BrokerUrl`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::kind::{Kind, credentials, hosts, url_type};
use crate::options::{Known, Options, Takes};
use crate::percent::{self, Keep};
use crate::redis::{self, Redis};
use crate::scheme::{self, Row};
use crate::split::{Allow, Split, open};
use crate::write::{Alone, Writer};

/// The address of a message broker.
///
/// ```
/// use tactful_urls::{BrokerProtocol, BrokerUrl};
///
/// let url: BrokerUrl = "amqps://shop:s3cret@mq1,mq2:5673/%2F".parse()?;
/// assert_eq!(url.protocol(), BrokerProtocol::Amqp);
/// assert_eq!((url.tls(), url.vhost()), (true, Some("/")));
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BrokerUrl {
    scheme: &'static Scheme,
    credentials: Credentials,
    hosts: Vec<HostPort>,
    socket: Option<PathBuf>,
    index: Option<u32>,
    name: Option<String>,
    options: Options,
}

/// What the broker speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BrokerProtocol {
    /// AMQP 0-9-1: `RabbitMQ`.
    Amqp,
    /// Redis.
    Redis,
    /// NATS.
    Nats,
    /// MQTT.
    Mqtt,
    /// Kafka.
    Kafka,
}

url_type!(BrokerUrl);
credentials!(BrokerUrl);
hosts!(BrokerUrl);

impl BrokerUrl {
    /// What the broker speaks.
    pub const fn protocol(&self) -> BrokerProtocol {
        self.scheme.protocol
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// Whether the connection is encrypted: `amqps`, `rediss`, `mqtts`.
    pub const fn tls(&self) -> bool {
        self.scheme.tls
    }

    /// The usual port, for hosts without one.
    pub const fn default_port(&self) -> Option<u16> {
        Some(self.scheme.port)
    }

    /// The Unix socket of Redis.
    pub fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// The number of the database of Redis.
    pub const fn database_index(&self) -> Option<u32> {
        self.index
    }

    /// The virtual host of AMQP: `shop` of `amqp://host/shop`, `/` of `amqp://host/%2F` and `amqp://host//`.
    pub fn vhost(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| self.protocol() == BrokerProtocol::Amqp)
    }

    /// The topic of Kafka and MQTT: what stands in the path.
    pub fn topic(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| self.protocol() != BrokerProtocol::Amqp)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Scheme {
    name: &'static str,
    protocol: BrokerProtocol,
    tls: bool,
    port: u16,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

static SCHEMES: &[Scheme] = &[
    Scheme { name: "amqp", protocol: BrokerProtocol::Amqp, tls: false, port: 5672 },
    Scheme { name: "amqps", protocol: BrokerProtocol::Amqp, tls: true, port: 5671 },
    Scheme { name: "redis", protocol: BrokerProtocol::Redis, tls: false, port: 6379 },
    Scheme { name: "rediss", protocol: BrokerProtocol::Redis, tls: true, port: 6379 },
    Scheme { name: "nats", protocol: BrokerProtocol::Nats, tls: false, port: 4222 },
    Scheme { name: "mqtt", protocol: BrokerProtocol::Mqtt, tls: false, port: 1883 },
    Scheme { name: "mqtts", protocol: BrokerProtocol::Mqtt, tls: true, port: 8883 },
    Scheme { name: "kafka", protocol: BrokerProtocol::Kafka, tls: false, port: 9092 },
];

const KNOWN: &[Known] = &[("heartbeat", &[], Takes::Seconds), ("timeout", &[], Takes::Seconds)];

const KNOWN_OF_REDIS: &[Known] = &[("db", &[], Takes::Number), ("timeout", &[], Takes::Seconds)];

impl Kind for BrokerUrl {
    const EXPECTED: &'static str = "a broker URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = scheme::find(SCHEMES, opened.scheme)?;
        let split = opened.split(Allow::Nothing)?;
        if scheme.protocol != BrokerProtocol::Redis {
            return read(scheme, &split);
        }
        let Redis { credentials, hosts, socket, index, options, .. } =
            redis::read(&split, redis::Form::Any, Options::of(&split, KNOWN_OF_REDIS)?)?;
        Ok(Self { scheme, credentials, hosts, socket, index, name: None, options })
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        // NATS has its token there.
        to.credentials(&self.credentials, Alone::Token)?;
        to.hosts(&self.hosts)?;
        if let Some(name) = &self.name {
            to.raw("/")?;
            to.encoded(name, Keep::Segment)?;
        }
        let mark = to.place_in_redis(self.socket.as_deref(), self.index)?;
        to.more_options(&self.options, mark)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }
}

fn read(scheme: &'static Scheme, split: &Split<'_>) -> Result<BrokerUrl, UrlError> {
    let mut options = Options::of(split, KNOWN)?;
    let mut credentials = Credentials::of(split)?;
    credentials.add_password(options.take_secret("password"))?;
    let hosts = host::list(split.hosts, true)?;
    if hosts.is_empty() {
        return Err(UrlError::new(UrlPart::Host, "is missing"));
    }
    let name = percent::text(split.path.strip_prefix('/').unwrap_or_default(), UrlPart::Path)?;
    let name = Some(name).filter(|name| !name.is_empty());
    if name.is_some() && scheme.protocol == BrokerProtocol::Nats {
        return Err(UrlError::new(UrlPart::Path, "has no meaning for NATS").with_help("remove it"));
    }
    Ok(BrokerUrl { scheme, credentials, hosts, socket: None, index: None, name, options })
}
