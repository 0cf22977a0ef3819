//! Docker secrets, in the two ways in which images take them: a file under `/run/secrets` by its name, and a variable
//! `NAME_FILE` that names a file. See `compose.yaml` beside this file.
//!
//! ```text
//! cargo run --example docker_secrets
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use tactful::{Context, SecretSlice, SecretString, Settings};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    db_host: String,
    /// Password of the database user.
    db_password: SecretString,
    /// Key that the shop pays and is paid with.
    stripe_secret_key: SecretString,
    /// Key that signs invoices.
    // Bytes are taken as they are; for text one line break at the end of the file is removed.
    invoice_key: SecretSlice<u8>,
}

fn main() {
    // In the container there is nothing to set up: `ShopSettings::load_or_exit()` looks into /run/secrets by itself.
    let loader = ShopSettings::loader().context(container());
    let settings = loader.load_or_exit();

    println!("{settings:#?}\n");
    println!("{}", loader.explain());
}

/// What `compose.yaml` gives its container, without the container: the same variables, the same files, and a lever that
/// says where they lie on this machine.
fn container() -> Context {
    Context::from_pairs([
        ("SETTINGS_PROFILE", "production"),
        ("SETTINGS_SECRETS_DIRS", "secrets"),
        ("SHOP_DB_HOST", "db"),
        ("SHOP_DB_PASSWORD_FILE", "secrets/postgres_password"),
    ])
    .in_directory(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/docker_secrets"))
}
