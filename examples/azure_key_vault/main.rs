//! Settings from Azure Key Vault: most of them stand in one secret, a JSON object called `shop`; `WEBHOOK_KEY` may be a
//! reference to a secret of its own.
//!
//! ```text
//! az keyvault secret set --vault-name myvault --name shop --file shop.json
//! az keyvault secret set --vault-name myvault --name webhook --file webhook.txt
//! az login
//! AZURE_VAULT_URL=https://myvault.vault.azure.net WEBHOOK_KEY=ref+azurekeyvault://myvault/webhook \
//!     cargo run --example azure_key_vault --features azure
//! ```
//!
//! `docs/managers/azure.md` tells the ways to log in where nobody can type `az login`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::Duration;

use tactful::{AzureKeyVault, SecretString, Settings};

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    /// Key that signs sessions.
    secret_key: SecretString,
    /// Key that the payment service signs its calls with.
    webhook_key: SecretString,
    /// Connections to the database.
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    stripe: StripeSettings,
}

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct StripeSettings {
    secret_key: SecretString,
    #[settings(default = "30s")]
    timeout: Duration,
}

fn main() {
    // Which vault, and who asks, the environment says: AZURE_VAULT_URL, AZURE_TENANT_ID, AZURE_CLIENT_ID, ..
    let loader = ShopSettings::loader().push(AzureKeyVault::document("shop"));
    let settings = loader.load_or_exit();

    println!("{settings:#?}");
}
