//! confik: builders per layer, a file and the environment by envious, which has no lists in one variable.
//! The dotenv file by dotenvy.

use std::time::Duration;

use confik::{Configuration, EnvSource};
//@b
use confik::FileSource;
//@end
use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::Deserialize;

#[path = "../defaults.rs"]
mod defaults;
#[path = "../harness.rs"]
mod harness;
#[path = "../list.rs"]
mod list;

#[derive(Configuration)]
struct AppSettings {
    //@each
    gNN: GNN,
    //@end
}

//@each
#[derive(Configuration)]
struct GNN {
    #[confik(default = "service")]
    name: String,
    #[confik(default = "eu-central")]
    region: String,
    #[confik(default = 8080u16)]
    port: PortType,
    #[confik(default = false)]
    enabled: bool,
    #[confik(from = Hosts, default = defaults::hosts())]
    hosts: Vec<String>,
    #[confik(default = defaults::timeout(), forward(serde(with = "humantime_serde")))]
    timeout: Duration,
    note: Option<String>,
    limit: Option<u32>,
    #[confik(secret, from = Pin)]
    pin: SecretBox<u32>,
    token: SecretString,
}

//@end
/// A list of one variable or a real one.
#[derive(Deserialize)]
struct Hosts(#[serde(deserialize_with = "list::deserialize")] Vec<String>);

impl Configuration for Hosts {
    type Builder = Option<Self>;
}

impl From<Hosts> for Vec<String> {
    fn from(hosts: Hosts) -> Self {
        hosts.0
    }
}

/// confik knows `SecretString` alone.
#[derive(Deserialize)]
struct Pin(SecretBox<u32>);

impl Configuration for Pin {
    type Builder = Option<Self>;
}

impl From<Pin> for SecretBox<u32> {
    fn from(pin: Pin) -> Self {
        pin.0
    }
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    let environment = EnvSource::new().with_prefix("APP_").with_separator("_").allow_secrets();
    let mut builder = AppSettings::builder();
    //@b
    dotenvy::dotenv().expect("reads .env");
    builder.override_with(FileSource::new("settings.toml"));
    //@end
    builder.override_with(environment).try_build().expect("loads")
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
