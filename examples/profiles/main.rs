//! Development, staging and production from one struct: what differs between them stands beside the field, in
//! `settings.staging.toml` or in `settings.production.toml`, and never in an `if` of the program.
//!
//! ```text
//! cargo run --example profiles
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use tactful::{Context, LoadError, Loader, SecretString, Settings};

#[derive(Debug, Settings)]
// The list is closed, so that SETTINGS_PROFILE=prodcution is a problem and not one more environment.
#[settings(prefix = "SHOP", file = "settings.toml", profiles = ["development", "staging", "production"])]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    /// Public address of the site.
    // No default: settings.toml gives it, and a sibling of that file wherever it differs.
    public_host: String,
    /// Shows errors to visitors.
    // `relaxed` stands for development and its like, `hardened` for every other profile.
    #[settings(default(relaxed = true, hardened = false))]
    debug: bool,
    #[settings(default(development = 1, _ = 4))]
    workers: u16,
    /// Signing key of the sessions.
    // A secret may have a default where nobody is harmed by it. Staging and production must be given one.
    #[settings(default(relaxed = "not-for-production"))]
    signing_key: SecretString,
    /// Where errors are collected.
    #[settings(required_in = ["production"])]
    error_tracker: Option<SecretString>,
}

fn main() {
    show("development", loader("development", []).load());

    // The files say the rest; the secrets come from the environment, as they would in a deployment.
    let signing_key = ("SHOP_SIGNING_KEY", "canary-5Rb7Lk2Wd");
    show("staging", loader("staging", [signing_key]).load());

    // What staging does without, production requires.
    let signing_key = ("SHOP_SIGNING_KEY", "canary-8Xn2Zt6Qc");
    show("production", loader("production", [signing_key]).load());

    let error_tracker = ("SHOP_ERROR_TRACKER", "https://canary42@errors.example/1");
    show("production", loader("production", [signing_key, error_tracker]).load());

    // A slip in the name of the profile never falls back to a lenient one.
    show("prodcution", loader("prodcution", [signing_key]).load());
}

/// A load in a closed world. A program leaves this out: the operator sets `SETTINGS_PROFILE`.
fn loader<const N: usize>(profile: &str, variables: [(&str, &str); N]) -> Loader<ShopSettings> {
    let world = Context::from_pairs(variables).in_directory(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/profiles"));
    ShopSettings::loader().context(world).profile(profile)
}

fn show(profile: &str, loaded: Result<ShopSettings, LoadError>) {
    match loaded {
        Ok(settings) => println!("{profile}: {settings:#?}\n"),
        Err(error) => println!("{profile}: {error:#}\n"),
    }
}
