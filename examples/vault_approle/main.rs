//! Secrets of HashiCorp Vault or OpenBao: one document as a layer, and one secret by a reference. The program logs in as an
//! application, by a role id from the environment and a secret id from a file.
//!
//! ```text
//! export VAULT_ADDR=https://vault.example:8200 VAULT_ROLE_ID=... VAULT_SECRET_ID_FILE=/run/secrets/vault-secret-id
//! export PAYMENT_KEY='ref+vault://secret/payment#/KEY'
//! cargo run --example vault_approle --features vault
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use tactful::{SecretString, Settings, Vault};

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    /// Key that signs sessions: `SECRET_KEY` of the document.
    secret_key: SecretString,
    /// Connections to the database: `max_connections` of the document.
    #[settings(default = 10)]
    max_connections: u32,
    /// Key that the shop is paid with, from a secret of another team.
    payment_key: SecretString,
}

fn main() {
    // `secret/shop/production` in production. Where the server is, and who asks, says the environment.
    let loader = ShopSettings::loader().push(Vault::kv2("secret", "shop/{profile}"));
    let settings = loader.load_or_exit();

    println!("{settings:#?}\n");
    // A load of its own, with a login of its own: a service asks `load_with_report()` instead.
    println!("{}", loader.explain());
}
