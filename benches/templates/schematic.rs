//! schematic: partial structs per layer, cloned and merged. They must be writable too, hence the types of
//! our own. The dotenv file by dotenvy.

use std::time::Duration;

use schematic::{Config, ConfigLoader};

#[path = "../harness.rs"]
mod harness;
#[path = "../writable.rs"]
mod writable;

use writable::{Pin, Timeout, Token};

#[derive(Config)]
struct AppSettings {
    //@each
    #[setting(nested)]
    gNN: GNN,
    //@end
}

//@each
#[derive(Config)]
#[config(env_prefix = "APP_GNN_")]
struct GNN {
    #[setting(default = "service")]
    name: String,
    #[setting(default = "eu-central")]
    region: String,
    #[setting(default = 8080)]
    port: PortType,
    #[setting(default = false)]
    enabled: bool,
    #[setting(default = vec!["localhost".to_owned()], parse_env = schematic::env::split_comma)]
    hosts: Vec<String>,
    #[setting(default = Timeout(Duration::from_secs(30)))]
    timeout: Timeout,
    note: Option<String>,
    limit: Option<u32>,
    pin: Pin,
    token: Token,
}

//@end
#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    let mut loader = ConfigLoader::<AppSettings>::new();
    //@b
    dotenvy::dotenv().expect("reads .env");
    loader.file("settings.toml").expect("takes the file");
    //@end
    loader.load().expect("loads").config
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
