//! config: a file and an `Environment` source, `try_deserialize` by serde. Defaults by serde; the dotenv
//! file by dotenvy.

use std::time::Duration;

use config::{Config, Environment};
//@b
use config::{File, FileFormat};
//@end
use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::Deserialize;

#[path = "../defaults.rs"]
mod defaults;
#[path = "../harness.rs"]
mod harness;
#[path = "../list.rs"]
mod list;

#[derive(Deserialize)]
struct AppSettings {
    //@each
    gNN: GNN,
    //@end
}

//@each
#[derive(Deserialize)]
struct GNN {
    #[serde(default = "defaults::name")]
    name: String,
    #[serde(default = "defaults::region")]
    region: String,
    #[serde(default = "defaults::port")]
    port: PortType,
    #[serde(default)]
    enabled: bool,
    #[serde(default = "defaults::hosts", deserialize_with = "list::deserialize")]
    hosts: Vec<String>,
    #[serde(default = "defaults::timeout", with = "humantime_serde")]
    timeout: Duration,
    note: Option<String>,
    limit: Option<u32>,
    pin: SecretBox<u32>,
    token: SecretString,
}

//@end
#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    let builder = Config::builder();
    //@b
    dotenvy::dotenv().expect("reads .env");
    let builder = builder.add_source(File::new("settings.toml", FileFormat::Toml));
    //@end
    builder
        .add_source(Environment::with_prefix("APP").separator("_"))
        .build()
        .and_then(Config::try_deserialize)
        .expect("loads")
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
