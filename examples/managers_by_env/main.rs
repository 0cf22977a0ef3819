//! One binary, another store in each environment, and not a line of code that says so.
//!
//! ```text
//! # Without a store, from the environment:
//! SHOP_SECRET_KEY=.. SHOP_STRIPE_SECRET_KEY=.. cargo run --example managers_by_env --features vault,aws
//!
//! SETTINGS_MANAGERS="vault://secret/shop/production"                # in one environment
//! SETTINGS_MANAGERS="awssecrets://shop/production?region=eu-west-1" # in another
//! SHOP_SECRET_KEY=ref+vault://secret/shop/production#/SECRET_KEY    # one value alone
//! SETTINGS_MANAGERS=none                                            # past a store that is down
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::Duration;

use tactful::{SecretString, Settings};

/// Settings of the shop.
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct ShopSettings {
    /// Signing key of the sessions.
    #[settings(alias(env = "SECRET_KEY"))]
    secret_key: SecretString,
    #[settings(nested)]
    stripe: StripeSettings,
    #[settings(default = 10)]
    max_connections: u32,
}

#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
#[derive(Debug, Settings)]
struct StripeSettings {
    secret_key: SecretString,
    #[settings(default = "30s")]
    timeout: Duration,
}

fn main() {
    let loader = ShopSettings::loader();
    println!("{:#?}\n", loader.load_or_exit());
    println!("{}", loader.explain());
}
