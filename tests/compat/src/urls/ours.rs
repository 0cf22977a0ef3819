//! What our types make of a URL.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tactful::{
    CacheBackend, CacheUrl, ChannelsUrl, DatabaseEngine, DatabaseUrl, EmailTls, EmailTransport, EmailUrl, HostPort,
    MaxAge, SearchUrl, UrlError,
};

use super::words;
use crate::cases::Case;
use crate::facts::Facts;

pub(crate) fn ours(case: &Case) -> Facts {
    let url = case.text();
    match case.of.as_str() {
        "database" => read(url, database),
        "cache" => read(url, cache),
        "email" => read(url, email),
        "search" => read(url, search),
        "channels" => read(url, channels),
        other => panic!("no type reads {other}"),
    }
}

fn read<T: FromStr<Err = UrlError>>(url: &str, facts: fn(&T) -> Facts) -> Facts {
    match url.parse() {
        Ok(url) => facts(&url),
        Err(error) => Facts::error(format!("{:?}", error.part()).to_lowercase()),
    }
}

fn database(url: &DatabaseUrl) -> Facts {
    let known = ["conn_max_age", "conn_health_checks", "atomic_requests", "autocommit", "disable_server_side_cursors"];
    let engine = match url.engine() {
        DatabaseEngine::MySql | DatabaseEngine::MariaDb => "mysql".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    let facts = Facts::default()
        .put("engine", engine)
        .put("driver", url.driver())
        .put("hosts", hosts(url.hosts()))
        .put("socket", path(url.socket()))
        .put("port", url.port().filter(|_| url.hosts().is_empty()))
        .put("instance", url.instance())
        .put("database", url.database())
        .put("conn_max_age", age(url.conn_max_age()))
        .put("conn_health_checks", url.conn_health_checks())
        .put("atomic_requests", url.atomic_requests())
        .put("autocommit", url.autocommit())
        .put("disable_server_side_cursors", url.disable_server_side_cursors());
    credentials(facts, url.username(), url.password()).put("options", options(url.options(), &known))
}

fn cache(url: &CacheUrl) -> Facts {
    let backend = match url.backend() {
        CacheBackend::Valkey => CacheBackend::Redis,
        other => other,
    };
    let known = ["timeout", "key_prefix", "version"];
    let facts = Facts::default()
        .variant("backend", Some(backend))
        .put("hosts", hosts(url.hosts()))
        .put("socket", path(url.socket()))
        .flag("tls", url.tls())
        .put("index", url.database_index())
        .put("location", url.location())
        .put("key_prefix", url.key_prefix())
        .put("timeout", age(url.timeout()))
        .put("version", url.version())
        .flag("cluster", url.is_cluster())
        .put("master", url.sentinel().map(tactful::Sentinel::master));
    credentials(facts, url.username(), url.password()).put("options", options(url.options(), &known))
}

fn email(url: &EmailUrl) -> Facts {
    let facts = match url.transport() {
        EmailTransport::File(folder) => {
            Facts::default().put("transport", "file").put("folder", path(Some(folder.as_path())))
        }
        other => Facts::default().variant("transport", Some(other)),
    };
    let tls = match url.tls() {
        EmailTls::None => None,
        other => Some(other),
    };
    let facts = facts.variant("tls", tls).put("host", url.host()).put("port", url.port());
    credentials(facts, url.username(), url.password()).put("options", options(url.options(), &["use_tls", "use_ssl"]))
}

fn search(url: &SearchUrl) -> Facts {
    let engine = format!("{:?}", url.engine()).to_lowercase();
    let engine = url.version().map_or_else(|| engine.clone(), |version| format!("{engine} {version}"));
    let facts = Facts::default()
        .put("engine", engine)
        .put("endpoint", url.endpoint().map(|endpoint| endpoint.as_str().trim_end_matches('/')))
        .put("index", url.index())
        .put("path", path(url.path()))
        .put("timeout", url.timeout().map(|timeout| timeout.as_secs_f64()));
    credentials(facts, url.username(), url.password()).put("options", options(url.options(), &["timeout"]))
}

fn channels(url: &ChannelsUrl) -> Facts {
    let facts = Facts::default()
        .variant("backend", Some(url.backend()))
        .put("hosts", hosts(url.hosts()))
        .put("socket", path(url.socket()))
        .flag("tls", url.tls())
        .put("index", url.database_index());
    credentials(facts, url.username(), url.password()).put("options", options(url.options(), &[]))
}

fn credentials(facts: Facts, username: Option<&str>, password: Option<&SecretString>) -> Facts {
    facts.put("username", username).put("password", password.map(|password| password.expose_secret().to_owned()))
}

fn hosts(hosts: &[HostPort]) -> Vec<Value> {
    hosts.iter().map(|host| words::host(host.host(), host.port())).collect()
}

fn path(path: Option<&Path>) -> Option<&str> {
    path.and_then(Path::to_str)
}

fn age(age: Option<MaxAge>) -> Value {
    match age {
        None => Value::Null,
        Some(MaxAge::For(time)) => time.as_secs_f64().into(),
        Some(_) => "unlimited".into(),
    }
}

fn options(options: &BTreeMap<String, String>, facts: &[&str]) -> Value {
    words::options(options.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(), facts)
}
