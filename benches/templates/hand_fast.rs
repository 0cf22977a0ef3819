//! Written by hand for speed alone: no duties. Walks the raw environment, checks as little as it can, and
//! panics at the first problem.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretBox, SecretString};

#[path = "../harness.rs"]
mod harness;
#[path = "../names.rs"]
mod names;
#[path = "../scan.rs"]
mod scan;

use names::{Field, Names};

struct AppSettings {
    //@each
    gNN: GNN,
    //@end
}

//@each
struct GNN {
    name: String,
    region: String,
    port: PortType,
    enabled: bool,
    hosts: Vec<String>,
    timeout: Duration,
    note: Option<String>,
    limit: Option<u32>,
    pin: SecretBox<u32>,
    token: SecretString,
}

//@end
const FIELDS: &[Field] = &[
    //@each
    Field { variable: "APP_GNN_NAME", variable_file: "", group: NN, key: "name" },
    Field { variable: "APP_GNN_REGION", variable_file: "", group: NN, key: "region" },
    Field { variable: "APP_GNN_PORT", variable_file: "", group: NN, key: "port" },
    Field { variable: "APP_GNN_ENABLED", variable_file: "", group: NN, key: "enabled" },
    Field { variable: "APP_GNN_HOSTS", variable_file: "", group: NN, key: "hosts" },
    Field { variable: "APP_GNN_TIMEOUT", variable_file: "", group: NN, key: "timeout" },
    Field { variable: "APP_GNN_NOTE", variable_file: "", group: NN, key: "note" },
    Field { variable: "APP_GNN_LIMIT", variable_file: "", group: NN, key: "limit" },
    Field { variable: "APP_GNN_PIN", variable_file: "", group: NN, key: "pin" },
    Field { variable: "APP_GNN_TOKEN", variable_file: "", group: NN, key: "token" },
    //@end
];

const GROUPS: &[&str] = &[
    //@each
    "gNN",
    //@end
];

static BY_VARIABLE: [u16; names::places(FIELDS.len())] = names::variables(FIELDS);
static BY_KEY: [u16; names::places(FIELDS.len())] = names::keys(FIELDS);
static BY_GROUP: [u16; names::places(GROUPS.len())] = names::groups(GROUPS);
static NAMES: Names = Names {
    prefix: "APP_",
    groups: GROUPS,
    fields: FIELDS,
    by_variable: &BY_VARIABLE,
    by_group: &BY_GROUP,
    by_key: &BY_KEY,
};

fn bind(raw: &[Option<&str>]) -> AppSettings {
    AppSettings {
        //@each
        gNN: GNN {
            name: scan::text(raw[NN * 10].unwrap_or("service")),
            region: scan::text(raw[NN * 10 + 1].unwrap_or("eu-central")),
            port: raw[NN * 10 + 2].map_or(8080, |raw| scan::number(raw) as PortType),
            enabled: raw[NN * 10 + 3].is_some_and(scan::flag),
            hosts: scan::list(raw[NN * 10 + 4].unwrap_or("localhost")),
            timeout: scan::duration(raw[NN * 10 + 5].unwrap_or("30s")),
            note: raw[NN * 10 + 6].map(scan::text),
            limit: raw[NN * 10 + 7].map(scan::number),
            pin: scan::secret_number(raw[NN * 10 + 8]),
            token: scan::secret_text(raw[NN * 10 + 9]),
        },
        //@end
    }
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    let mut raw = [None; FIELDS.len()];
    //@b
    let settings = std::fs::read("settings.toml").expect("reads the file");
    let dotenv = std::fs::read(".env").expect("reads .env");
    scan::settings(&NAMES, &settings, &mut raw);
    scan::dotenv(&NAMES, &dotenv, &mut raw);
    //@end
    scan::environment(&NAMES, &mut raw);
    bind(&raw)
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
