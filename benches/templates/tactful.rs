//! Tactful.

use std::time::Duration;

use tactful::{ExposeSecret, SecretBox, SecretString, Settings};
//@a
#[allow(unused_imports)]
use tactful::{Env, Stack};
//@end

#[path = "../harness.rs"]
mod harness;

#[derive(Settings)]
#[settings(prefix = "APP")]
//@b
#[settings(file = "settings.toml")]
//@end
struct AppSettings {
    //@each
    #[settings(nested)]
    gNN: GNN,
    //@end
}

//@each
#[derive(Settings)]
struct GNN {
    #[settings(default = "service")]
    name: String,
    #[settings(default = "eu-central")]
    region: String,
    #[settings(default = 8080)]
    port: PortType,
    #[settings(default = false)]
    enabled: bool,
    #[settings(default = ["localhost"])]
    hosts: Vec<String>,
    #[settings(default = "30s")]
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
    LOAD_A.expect("loads")
    //@end
    //@b
    AppSettings::load().expect("loads")
    //@end
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
