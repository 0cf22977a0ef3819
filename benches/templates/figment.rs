//! figment: `Toml` and `Env` merged, `extract` by serde. Defaults by serde, which is cheaper than a
//! `Serialized` provider; the dotenv file by dotenvy, as its users do.

use std::time::Duration;

use figment::Figment;
use figment::providers::Env;
//@b
use figment::providers::{Format, Toml};
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
    //@a
    Figment::new().merge(Env::prefixed("APP_").split("_")).extract().expect("loads")
    //@end
    //@b
    dotenvy::dotenv().expect("reads .env");
    Figment::new()
        .merge(Toml::file("settings.toml"))
        .merge(Env::prefixed("APP_").split("_"))
        .extract()
        .expect("loads")
    //@end
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
