//! Secrets of AWS: one secret of Secrets Manager as a layer, above all parameters below a path of Parameter Store; and one
//! secret by a reference. Region and credentials are found where AWS's own tools look for them.
//!
//! ```text
//! export AWS_REGION=eu-west-1 AWS_PROFILE=shop
//! export PAYMENT_KEY='ref+awssecrets://payment#/KEY'
//! cargo run --example aws_secrets --features aws
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use tactful::{AwsParameters, AwsSecrets, SecretString, Settings};

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    /// Key that signs sessions: `SECRET_KEY` of the secret.
    secret_key: SecretString,
    /// Connections to the database: the parameter `/shop/production/max_connections`.
    #[settings(default = 10)]
    max_connections: u32,
    /// Key that the shop is paid with, from a secret of another team.
    payment_key: SecretString,
}

fn main() {
    let loader = ShopSettings::loader()
        .push(AwsParameters::by_path("/shop/{profile}"))
        .push(AwsSecrets::document("shop/{profile}"));
    let settings = loader.load_or_exit();

    println!("{settings:#?}\n");
    println!("{}", loader.explain());
}
