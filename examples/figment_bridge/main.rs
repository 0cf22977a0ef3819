//! The bridge to figment, in both directions: a figment that a program already has becomes a layer, and a stack of
//! layers becomes a provider for a library that wants one (Rocket does).
//!
//! ```text
//! cargo run --example figment_bridge
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use figment::Figment;
use figment::providers::Serialized;
use tactful::{Context, FigmentSource, LayerName, SecretString, Settings, Stack};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    #[settings(default = 8080)]
    port: u16,
    #[settings(default = ["localhost"])]
    allowed_hosts: Vec<String>,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct Stripe {
    #[settings(default = 3)]
    retries: u8,
    secret_key: SecretString,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // figment → Tactful. What the program gave figment so far lies below the environment now, and each key moves to the
    // struct when its turn comes. Secrets are better off outside: figment keeps plain strings, which nobody wipes.
    let legacy = Figment::new()
        .merge(Serialized::default("port", 9000))
        .merge(Serialized::default("allowed_hosts", ["shop.example", "www.shop.example"]))
        .merge(Serialized::default("stripe.retries", 5));
    let stack = Stack::standard().push_below(LayerName::ENV, FigmentSource::new(legacy));
    let world = Context::from_pairs([("SHOP_STRIPE_SECRET_KEY", "canary-Jq4Wn8Ue"), ("SHOP_STRIPE_RETRIES", "7")]);
    let loader = ShopSettings::loader().stack(stack).context(world);

    println!("{:#?}\n\n{}\n", loader.load()?, loader.explain());

    // Tactful → figment. Secrets stay behind unless they are asked for by name: `.with_secret("stripe.secret_key")`.
    let figment = Figment::from(loader.figment_provider());
    let retries: u8 = figment.extract_inner("stripe.retries")?;
    println!("figment reads stripe.retries = {retries}");
    println!("figment has stripe.secret_key: {}", figment.contains("stripe.secret_key"));
    Ok(())
}
