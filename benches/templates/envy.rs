//! envy: the environment alone, into one flat struct. It cannot nest and has no files.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::Deserialize;

#[path = "../defaults.rs"]
mod defaults;
#[path = "../harness.rs"]
mod harness;

#[derive(Deserialize)]
struct AppSettings {
    //@each
    #[serde(default = "defaults::name")]
    gNN_name: String,
    #[serde(default = "defaults::region")]
    gNN_region: String,
    #[serde(default = "defaults::port")]
    gNN_port: PortType,
    #[serde(default)]
    gNN_enabled: bool,
    #[serde(default = "defaults::hosts")]
    gNN_hosts: Vec<String>,
    #[serde(default = "defaults::timeout", with = "humantime_serde")]
    gNN_timeout: Duration,
    gNN_note: Option<String>,
    gNN_limit: Option<u32>,
    gNN_pin: SecretBox<u32>,
    gNN_token: SecretString,
    //@end
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    envy::prefixed("APP_").from_env().expect("loads")
}

//@digest s.gNN_
fn main() {
    harness::run(bench_load, digest);
}
