//! confique: its own layers, a name per variable. The dotenv file by dotenvy.

use std::time::Duration;

use confique::Config;
use secrecy::{ExposeSecret, SecretBox, SecretString};

#[path = "../harness.rs"]
mod harness;

#[derive(Config)]
struct AppSettings {
    //@each
    #[config(nested)]
    gNN: GNN,
    //@end
}

//@each
#[derive(Config)]
struct GNN {
    #[config(env = "APP_GNN_NAME", default = "service")]
    name: String,
    #[config(env = "APP_GNN_REGION", default = "eu-central")]
    region: String,
    #[config(env = "APP_GNN_PORT", default = 8080)]
    port: PortType,
    #[config(env = "APP_GNN_ENABLED", default = false)]
    enabled: bool,
    #[config(env = "APP_GNN_HOSTS", parse_env = confique::env::parse::list_by_comma, default = ["localhost"])]
    hosts: Vec<String>,
    #[config(env = "APP_GNN_TIMEOUT", deserialize_with = humantime_serde::deserialize, default = "30s")]
    timeout: Duration,
    #[config(env = "APP_GNN_NOTE")]
    note: Option<String>,
    #[config(env = "APP_GNN_LIMIT")]
    limit: Option<u32>,
    #[config(env = "APP_GNN_PIN")]
    pin: SecretBox<u32>,
    #[config(env = "APP_GNN_TOKEN")]
    token: SecretString,
}

//@end
#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    //@a
    AppSettings::builder().env().load().expect("loads")
    //@end
    //@b
    dotenvy::dotenv().expect("reads .env");
    AppSettings::builder().env().file("settings.toml").load().expect("loads")
    //@end
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
