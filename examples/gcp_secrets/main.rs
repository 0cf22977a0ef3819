//! Secrets of Google Secret Manager: one document as a layer, and one secret by a reference. Who asks is told by the
//! application default credentials: on a machine of Google's there is nothing to set up, elsewhere
//! `gcloud auth application-default login` does it.
//!
//! ```text
//! export GCP_PROJECT_ID=my-project
//! export PAYMENT_KEY=ref+gcpsecrets://payment-project/stripe-key
//! cargo run --example gcp_secrets --features gcp
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use tactful::{GcpSecrets, SecretString, Settings};

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    /// Key that signs sessions: `SECRET_KEY` of the document.
    secret_key: SecretString,
    /// Connections to the database: `max_connections` of the document.
    #[settings(default = 10)]
    max_connections: u32,
    /// Key that the shop is paid with, from a project of another team.
    payment_key: SecretString,
}

fn main() {
    // `shop-production` in production, of the project that the environment or the credentials name.
    let loader = ShopSettings::loader().push(GcpSecrets::document("shop-{profile}"));
    let settings = loader.load_or_exit();

    println!("{settings:#?}\n");
    println!("{}", loader.explain());
}
