//! Written by hand, in safe Rust, with Tactful's duties: see `hand/mod.rs`.
#![deny(unsafe_op_in_unsafe_fn)]

use std::time::Duration;

use secrecy::{ExposeSecret, SecretBox, SecretString};

#[path = "../hand/mod.rs"]
mod hand;
#[path = "../harness.rs"]
mod harness;
#[path = "../names.rs"]
mod names;

use hand::{LoadError, Loader};
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
    Field { variable: "APP_GNN_NAME", variable_file: "APP_GNN_NAME_FILE", group: NN, key: "name" },
    Field { variable: "APP_GNN_REGION", variable_file: "APP_GNN_REGION_FILE", group: NN, key: "region" },
    Field { variable: "APP_GNN_PORT", variable_file: "APP_GNN_PORT_FILE", group: NN, key: "port" },
    Field { variable: "APP_GNN_ENABLED", variable_file: "APP_GNN_ENABLED_FILE", group: NN, key: "enabled" },
    Field { variable: "APP_GNN_HOSTS", variable_file: "APP_GNN_HOSTS_FILE", group: NN, key: "hosts" },
    Field { variable: "APP_GNN_TIMEOUT", variable_file: "APP_GNN_TIMEOUT_FILE", group: NN, key: "timeout" },
    Field { variable: "APP_GNN_NOTE", variable_file: "APP_GNN_NOTE_FILE", group: NN, key: "note" },
    Field { variable: "APP_GNN_LIMIT", variable_file: "APP_GNN_LIMIT_FILE", group: NN, key: "limit" },
    Field { variable: "APP_GNN_PIN", variable_file: "APP_GNN_PIN_FILE", group: NN, key: "pin" },
    Field { variable: "APP_GNN_TOKEN", variable_file: "APP_GNN_TOKEN_FILE", group: NN, key: "token" },
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

fn bind(loader: &mut Loader<'_>) -> AppSettings {
    AppSettings {
        //@each
        gNN: GNN {
            name: loader.text_or(NN * 10, "service"),
            region: loader.text_or(NN * 10 + 1, "eu-central"),
            port: loader.number_or(NN * 10 + 2, 8080),
            enabled: loader.flag_or(NN * 10 + 3, false),
            hosts: loader.list_or(NN * 10 + 4, &["localhost"]),
            timeout: loader.duration_or(NN * 10 + 5, Duration::from_secs(30)),
            note: loader.optional_text(NN * 10 + 6),
            limit: loader.optional_number(NN * 10 + 7),
            pin: loader.secret_number(NN * 10 + 8),
            token: loader.secret_text(NN * 10 + 9),
        },
        //@end
    }
}

fn load() -> Result<AppSettings, LoadError> {
    //@b
    let settings = hand::read_settings();
    let dotenv = hand::read_dotenv();
    //@end
    let mut loader = Loader::new(&NAMES);
    loader.ENVIRONMENT();
    //@b
    loader.dotenv(&dotenv);
    loader.settings(&settings);
    //@end
    let settings = bind(&mut loader);
    loader.finish(settings)
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    load().expect("loads")
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
