//! twelf: envy below, one flat struct, merged as JSON values. It drops a field's `with`, so durations and
//! secrets are types of our own that serde can also write.

use secrecy::{ExposeSecret, SecretBox, SecretString};
use twelf::{Layer, config};

#[path = "../harness.rs"]
mod harness;
#[path = "../writable.rs"]
mod writable;

use writable::{Pin, Timeout, Token};

#[config]
struct AppSettings {
    //@each
    gNN_name: String,
    gNN_region: String,
    gNN_port: PortType,
    gNN_enabled: bool,
    gNN_hosts: Vec<String>,
    gNN_timeout: Timeout,
    gNN_note: Option<String>,
    gNN_limit: Option<u32>,
    gNN_pin: Pin,
    gNN_token: Token,
    //@end
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    AppSettings::with_layers(&[Layer::Env(Some("APP_".to_owned()))]).expect("loads")
}

//@digest s.gNN_
fn main() {
    harness::run(bench_load, digest);
}
