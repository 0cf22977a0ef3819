//! What the settings that django-environ makes of a URL say.

use serde_json::{Map, Value};

use super::words::{self, as_text, host};
use crate::cases::Case;
use crate::facts::Facts;

/// Settings of Django by name.
type Config = Map<String, Value>;

pub(crate) fn theirs(case: &Case, answer: &Value) -> Facts {
    let Some(config) = answer["is"].as_object() else {
        return Facts::error(answer["error"].as_str().unwrap());
    };
    match case.of.as_str() {
        "database" => database(config),
        "cache" => cache(config),
        "email" => email(config),
        "search" => search(config),
        "channels" => channels(config),
        other => panic!("nothing is known of {other}"),
    }
}

fn database(config: &Config) -> Facts {
    let (mut hosts, mut socket, mut port) = (Value::Null, Value::Null, Value::Null);
    match text(config, "HOST") {
        Some(path) if path.starts_with('/') => (socket, port) = (path.into(), ports(config).pop().unwrap_or_default()),
        Some(names) => hosts = zipped(names, ports(config)),
        None => port = ports(config).pop().unwrap_or_default(),
    }
    Facts::default()
        .put("engine", words::backend(text(config, "ENGINE").unwrap_or_default()))
        .put("hosts", hosts)
        .put("socket", socket)
        .put("port", port)
        .put("database", text(config, "NAME"))
        .put("username", text(config, "USER"))
        .put("password", text(config, "PASSWORD"))
        .put("conn_max_age", age(config.get("CONN_MAX_AGE")))
        .put("conn_health_checks", given(config, "CONN_HEALTH_CHECKS"))
        .put("atomic_requests", given(config, "ATOMIC_REQUESTS"))
        .put("autocommit", given(config, "AUTOCOMMIT"))
        .put("disable_server_side_cursors", given(config, "DISABLE_SERVER_SIDE_CURSORS"))
        .put("options", options(config, &[]))
}

/// libpq takes as many ports as hosts, or one for all.
fn zipped(names: &str, ports: Vec<Value>) -> Value {
    let names: Vec<&str> = names.split(',').map(|name| name.trim_matches(['[', ']'])).collect();
    let ports = match ports.as_slice() {
        [] => vec![Value::Null; names.len()],
        [one] => vec![one.clone(); names.len()],
        _ if ports.len() == names.len() => ports,
        _ => vec!["more ports than one, and not as many as hosts".into(); names.len()],
    };
    names.into_iter().zip(ports).map(|(name, port)| host(name, port)).collect()
}

fn ports(config: &Config) -> Vec<Value> {
    match config.get("PORT") {
        Some(Value::String(ports)) if ports.is_empty() => Vec::new(),
        Some(Value::String(ports)) => ports.split(',').map(number).collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(port) => vec![port.clone()],
    }
}

fn number(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| text.into(), Value::from)
}

fn cache(config: &Config) -> Facts {
    let backend = words::backend(text(config, "BACKEND").unwrap_or_default());
    let found = addresses(config);
    let facts = Facts::default().put("backend", backend);
    let facts = match (backend, config.get("LOCATION")) {
        _ if !found.is_empty() => of_addresses(facts, &found),
        ("redis" | "memcached", Some(Value::String(place))) => of_places(facts, &[place.clone().into()]),
        ("redis" | "memcached", Some(Value::Array(places))) => of_places(facts, places),
        (_, Some(location)) if location != "" => facts.put("location", location.clone()),
        _ => facts,
    };
    facts
        .put("key_prefix", given(config, "KEY_PREFIX").map(|prefix| as_text(&prefix)))
        .put("timeout", age(config.get("TIMEOUT")))
        .put("version", given(config, "VERSION"))
        .put("options", options(config, &["KEY_FUNCTION", "BINARY"]))
}

/// `host:port` and `unix:/path`, as the clients of memcached take them.
fn of_places(facts: Facts, places: &[Value]) -> Facts {
    let places = places.iter().filter_map(Value::as_str).filter(|place| !place.is_empty());
    let (sockets, places): (Vec<&str>, Vec<&str>) = places.partition(|place| place.starts_with("unix:"));
    let hosts: Vec<Value> = places
        .into_iter()
        .map(|place| match place.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => host(name.trim_matches(['[', ']']), number(port)),
            _ => host(place.trim_matches(['[', ']']), Value::Null),
        })
        .collect();
    facts.put("hosts", hosts).put("socket", sockets.first().map(|place| place.trim_start_matches("unix:")))
}

/// What a client is told by one URL or more, as redis-py reads them.
fn of_addresses(facts: Facts, addresses: &[&Config]) -> Facts {
    let Some(first) = addresses.first() else { return facts };
    let own = |name: &str| same(addresses.iter().map(|address| address[name].clone()).collect());
    let facts = facts.put("username", own("username")).put("password", own("password"));
    if first["scheme"] == "unix" || first["host"].is_null() && first["path"].as_str().is_some_and(is_socket) {
        let path = first["path"].as_str().filter(|path| !path.is_empty());
        return facts.put("socket", path).put("index", first["options"]["db"].clone());
    }
    let hosts = addresses.iter().filter(|address| !address["host"].is_null());
    let hosts: Vec<Value> =
        hosts.map(|address| host(address["host"].as_str().unwrap_or_default(), address["port"].clone())).collect();
    let index = first["path"].as_str().unwrap_or_default().replace('/', "");
    facts
        .put("hosts", hosts)
        .flag("tls", first["scheme"] == "rediss")
        .put("index", if index.is_empty() { Value::Null } else { number(&index) })
}

/// A path that is more than the number of a database.
fn is_socket(path: &str) -> bool {
    path.trim_matches('/').parse::<u32>().is_err() && path.len() > 1
}

/// One value where all are the same.
fn same(values: Vec<Value>) -> Value {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        values.into_iter().next().unwrap_or_default()
    } else {
        values.into()
    }
}

fn email(config: &Config) -> Facts {
    let transport = words::backend(text(config, "EMAIL_BACKEND").unwrap_or_default());
    let is_on = |name: &str| config.get(name).is_some_and(is_true);
    let tls = match (is_on("EMAIL_USE_SSL"), is_on("EMAIL_USE_TLS")) {
        (true, true) => Some("both"),
        (true, false) => Some("implicit"),
        (false, true) => Some("starttls"),
        (false, false) => None,
    };
    let facts = Facts::default()
        .put("transport", transport)
        .put("tls", tls)
        .put("host", given(config, "EMAIL_HOST"))
        .put("port", given(config, "EMAIL_PORT"))
        .put("username", given(config, "EMAIL_HOST_USER"))
        .put("password", given(config, "EMAIL_HOST_PASSWORD"))
        .put("options", options(config, &[]));
    if transport == "file" { facts.put("folder", text(config, "EMAIL_FILE_PATH")) } else { facts }
}

/// As Python takes it: any text but the empty one.
fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Bool(false)) && *value != 0 && *value != ""
}

fn search(config: &Config) -> Facts {
    let found = addresses(config);
    let facts = Facts::default().put("engine", words::backend(text(config, "ENGINE").unwrap_or_default()));
    let facts = match found.first() {
        Some(address) => {
            let part = |name: &str| address[name].as_str().unwrap_or_default();
            let port = address["port"].as_u64().map(|port| format!(":{port}")).unwrap_or_default();
            let name = if part("host").contains(':') { format!("[{}]", part("host")) } else { part("host").to_owned() };
            let endpoint = format!("{}://{name}{port}{}", part("scheme"), part("path"));
            facts
                .put("endpoint", endpoint.trim_end_matches('/'))
                .put("username", address["username"].clone())
                .put("password", address["password"].clone())
        }
        None => facts.put("path", text(config, "PATH")),
    };
    let known = ["ENGINE", "URL", "PATH", "INDEX_NAME", "TIMEOUT", "ADDRESSES"];
    let others = config.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    let others = others.map(|(name, value)| (name.clone(), listed(value))).collect();
    facts
        .put("index", text(config, "INDEX_NAME"))
        .put("timeout", age(config.get("TIMEOUT")))
        .put("options", words::options(others, &[]))
}

/// A list as the text that it came from.
fn listed(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",").into(),
        other => as_text(other),
    }
}

fn channels(config: &Config) -> Facts {
    let found = addresses(config);
    let facts = Facts::default().put("backend", words::backend(text(config, "BACKEND").unwrap_or_default()));
    let own = found.first().and_then(|address| address["options"].as_object()).cloned().unwrap_or_default();
    let in_path = found.first().is_some_and(|address| address["host"].is_null());
    let own = own.into_iter().filter(|(name, _)| !(in_path && name == "db")).collect();
    of_addresses(facts, &found).put("options", words::options(own, &[]))
}

fn addresses(config: &Config) -> Vec<&Config> {
    config["ADDRESSES"].as_array().into_iter().flatten().filter_map(Value::as_object).collect()
}

/// A text that says something.
fn text<'a>(config: &'a Config, name: &str) -> Option<&'a str> {
    config.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn given(config: &Config, name: &str) -> Option<Value> {
    config.get(name).filter(|value| *value != "").cloned()
}

/// Seconds, or for ever.
fn age(value: Option<&Value>) -> Value {
    match value {
        None => Value::Null,
        Some(Value::Null) => "unlimited".into(),
        Some(value) => value.as_f64().map_or_else(|| value.clone(), Value::from),
    }
}

/// Those of `OPTIONS`, and others that stand beside it.
fn options(config: &Config, beside: &[&str]) -> Value {
    let own = config.get("OPTIONS").and_then(Value::as_object).into_iter().flatten();
    let beside = config.iter().filter(|(name, _)| beside.contains(&name.as_str()));
    let options = own.chain(beside).map(|(name, value)| (name.clone(), as_text(value)));
    words::options(options.collect(), &[])
}
