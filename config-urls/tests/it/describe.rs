//! A URL as a JSON table of everything its accessors say, without what they do not say.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};
use tactful_urls::{
    BrokerUrl, CacheUrl, ChannelsUrl, DatabaseUrl, EmailTransport, EmailUrl, HostPort, MaxAge, RedisUrl, SearchUrl,
    ServiceUrl, StorageUrl,
};

/// A type whose accessors can be listed.
pub(crate) trait Describe: Sized {
    fn describe(&self) -> Value;
}

#[derive(Default)]
struct Table(Map<String, Value>);

impl Table {
    fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let says_nothing = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        };
        if !says_nothing {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    fn path(self, key: &str, path: Option<&std::path::Path>) -> Self {
        self.put(key, path.and_then(std::path::Path::to_str))
    }

    fn debug(self, key: &str, value: Option<impl std::fmt::Debug>) -> Self {
        self.put(key, value.map(|value| format!("{value:?}")))
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn hosts(hosts: &[HostPort]) -> Vec<Value> {
    hosts.iter().map(|host| json!([host.host(), host.port()])).collect()
}

fn secret(password: Option<&SecretString>) -> Option<String> {
    password.map(|password| password.expose_secret().to_owned())
}

fn age(age: Option<MaxAge>) -> Value {
    match age {
        None => Value::Null,
        Some(MaxAge::For(time)) => time.as_secs_f64().into(),
        Some(_) => "unlimited".into(),
    }
}

/// What every type has.
macro_rules! common {
    ($url:expr) => {
        Table::default()
            .put("username", $url.username())
            .put("password", secret($url.password()))
            .put("options", json!($url.options()))
    };
}

impl Describe for DatabaseUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("engine", format!("{:?}", self.engine()))
            .put("scheme", self.scheme())
            .put("driver", self.driver())
            .put("hosts", hosts(self.hosts()))
            .path("socket", self.socket())
            .put("port", self.port().filter(|_| self.hosts().is_empty()))
            .put("instance", self.instance())
            .put("database", self.database())
            .put("memory", self.is_memory())
            .put("conn_max_age", age(self.conn_max_age()))
            .put("conn_health_checks", self.conn_health_checks().map(|flag| flag.to_string()))
            .put("atomic_requests", self.atomic_requests().map(|flag| flag.to_string()))
            .put("autocommit", self.autocommit().map(|flag| flag.to_string()))
            .debug("ssl_mode", self.ssl_mode())
            .done()
    }
}

impl Describe for CacheUrl {
    fn describe(&self) -> Value {
        let sentinel = self.sentinel().map(|sentinel| {
            Table::default()
                .put("master", sentinel.master())
                .put("username", sentinel.username())
                .put("password", secret(sentinel.password()))
                .done()
        });
        common!(self)
            .put("backend", format!("{:?}", self.backend()))
            .put("scheme", self.scheme())
            .put("hosts", hosts(self.hosts()))
            .path("socket", self.socket())
            .put("tls", self.tls())
            .put("database_index", self.database_index())
            .put("key_prefix", self.key_prefix())
            .put("timeout", age(self.timeout()))
            .put("version", self.version())
            .put("cluster", self.is_cluster())
            .put("sentinel", sentinel)
            .put("location", self.location())
            .done()
    }
}

impl Describe for RedisUrl {
    fn describe(&self) -> Value {
        CacheUrl::from(self.clone()).describe()
    }
}

impl Describe for EmailUrl {
    fn describe(&self) -> Value {
        let (transport, folder) = match self.transport() {
            EmailTransport::File(folder) => ("File".to_owned(), Some(folder.as_path())),
            other => (format!("{other:?}"), None),
        };
        common!(self)
            .put("transport", transport)
            .path("folder", folder)
            .put("scheme", self.scheme())
            .debug("tls", self.host().map(|_| self.tls()))
            .put("host", self.host())
            .put("port", self.port_or_default())
            .put("from_address", self.from_address())
            .put("timeout", self.timeout().map(|time| time.as_secs_f64()))
            .done()
    }
}

impl Describe for SearchUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("engine", format!("{:?}", self.engine()))
            .put("scheme", self.scheme())
            .put("version", self.version())
            .put("tls", self.tls())
            .put("endpoint", self.endpoint().map(url::Url::as_str))
            .put("index", self.index())
            .path("path", self.path())
            .put("timeout", self.timeout().map(|time| time.as_secs_f64()))
            .done()
    }
}

impl Describe for ChannelsUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("backend", format!("{:?}", self.backend()))
            .put("scheme", self.scheme())
            .put("tls", self.tls())
            .put("hosts", hosts(self.hosts()))
            .path("socket", self.socket())
            .put("database_index", self.database_index())
            .done()
    }
}

impl Describe for BrokerUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("protocol", format!("{:?}", self.protocol()))
            .put("scheme", self.scheme())
            .put("tls", self.tls())
            .put("hosts", hosts(self.hosts()))
            .path("socket", self.socket())
            .put("database_index", self.database_index())
            .put("vhost", self.vhost())
            .put("topic", self.topic())
            .done()
    }
}

impl Describe for StorageUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("service", format!("{:?}", self.service()))
            .put("scheme", self.scheme())
            .put("bucket", self.bucket())
            .put("prefix", self.prefix())
            .path("path", self.path())
            .done()
    }
}

impl Describe for ServiceUrl {
    fn describe(&self) -> Value {
        common!(self)
            .put("scheme", self.scheme())
            .put("hosts", hosts(self.hosts()))
            .put("port", self.port_or_default())
            .put("path", Some(self.path()).filter(|path| !path.is_empty()))
            .done()
    }
}
