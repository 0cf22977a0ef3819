//! conf: parameters of the environment (and of a command line, left empty here) with a serde document
//! below them. The dotenv file by dotenvy.

use std::time::Duration;

use conf::Conf;
use secrecy::{ExposeSecret, SecretBox, SecretString};

#[path = "../harness.rs"]
mod harness;

#[derive(Conf)]
#[conf(env_prefix = "APP_", serde)]
pub struct AppSettings {
    //@each
    #[conf(flatten, env_prefix = "GNN_")]
    gNN: GNN,
    //@end
}

//@each
#[derive(Conf)]
#[conf(serde)]
pub struct GNN {
    #[conf(env, default_value = "service")]
    name: String,
    #[conf(env, default_value = "eu-central")]
    region: String,
    #[conf(env, default_value = "8080")]
    port: PortType,
    #[conf(parameter, env, default_value = "false")]
    enabled: bool,
    #[conf(parameter, env, value_parser = parse_list, default(vec!["localhost".to_owned()]), default_help_str = "localhost")]
    hosts: Vec<String>,
    #[conf(env, value_parser = humantime::parse_duration, default_value = "30s", serde(use_value_parser))]
    timeout: Duration,
    #[conf(env)]
    note: Option<String>,
    #[conf(env)]
    limit: Option<u32>,
    #[conf(env, secret, value_parser = parse_pin)]
    pin: SecretBox<u32>,
    #[conf(env, secret, value_parser = parse_token)]
    token: SecretString,
}

//@end
// A `repeat` parameter has no default, so the list is one parameter with a parser.
fn parse_list(text: &str) -> Result<Vec<String>, std::convert::Infallible> {
    Ok(text.split(',').map(str::to_owned).collect())
}

fn parse_pin(text: &str) -> Result<SecretBox<u32>, std::num::ParseIntError> {
    text.parse().map(|pin| SecretBox::new(Box::new(pin)))
}

fn parse_token(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(text))
}

#[inline(never)]
#[unsafe(no_mangle)]
fn bench_load() -> AppSettings {
    //@b
    dotenvy::dotenv().expect("reads .env");
    let file = std::fs::read_to_string("settings.toml").expect("reads the file");
    let file: toml::Table = file.parse().expect("parses the file");
    //@end
    let builder = AppSettings::conf_builder().args(["bench"]);
    //@b
    let builder = builder.doc("settings.toml", file);
    //@end
    match builder.try_parse() {
        Ok(settings) => settings,
        Err(error) => error.exit(),
    }
}

//@digest s.gNN.
fn main() {
    harness::run(bench_load, digest);
}
