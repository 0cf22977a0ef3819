//! The shop of `quickstart` in a deployment where everything is wrong: every problem, once, without a secret.
//!
//! ```text
//! cargo run --example report; echo $?                   # 78, EX_CONFIG of sysexits.h
//! ```
#![allow(clippy::print_stderr, reason = "an example prints")]

#[path = "../quickstart/settings.rs"]
mod settings;

use std::process::ExitCode;

use settings::AppSettings;
use tactful::{ConfigFile, Context, Dotenv, Env, SecretsDir, Settings as _, Stack};

/// The environment of the container. A closed context, so that the report is the same on every machine.
const ENVIRONMENT: [(&str, &str); 11] = [
    ("SETTINGS_PROFILE", "production"),
    ("DEBUG", "ja"),
    ("SECRET_KEY", "changeme"),
    ("DB_USER", "shop"),
    ("DB_USER_FILE", "secrets/db_user"),
    ("DB_PORT", "tcp://10.0.0.12:5432"),
    ("DB_SERVICE_HOST", "10.0.0.12"),
    ("AWS_ACCESS_KEY_ID_FILE", "/run/secrets/aws_access_key_id"),
    ("STRIPE_PUBLISHABLE_KEY", "pk_test_for-browsers"),
    ("REDIS_URL", "ref+vualt://secret/shop#REDIS_URL"),
    ("REQUEST_TIMEOUT", "30"),
];

fn main() -> ExitCode {
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/report/broken");
    // The order of the standard stack, spelled out: production does not read dotenv files unless told to.
    let stack = Stack::new()
        .push(ConfigFile::new("settings.toml"))
        .push(Dotenv::cascade().also_in_hardened())
        .push(SecretsDir::new("secrets"))
        .push(Env::new());
    let loader = AppSettings::loader().stack(stack).context(Context::from_pairs(ENVIRONMENT).in_directory(broken));

    match loader.load() {
        Ok(settings) => {
            eprintln!("{settings:#?}");
            ExitCode::SUCCESS
        }
        // `load_or_exit` does the same in one word. A `main` of one's own decides where the report goes: `{error:#}` is
        // its last line alone, `error.report().to_json()` is for programs.
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}
