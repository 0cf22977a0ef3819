//! Settings of a web shop. The names are those of its `.env`: `db.password` is `DB_PASSWORD`.

use std::time::Duration;

use tactful::validate::range;
use tactful::{ExposeSecret, SecretString, Settings};

/// Everything that the shop can be told from outside.
#[derive(Clone, Debug, Settings)]
#[allow(dead_code, reason = "the examples print settings and do nothing with them")]
pub(crate) struct AppSettings {
    /// Shows errors to visitors: for development alone.
    #[settings(default = false)]
    pub(crate) debug: bool,
    /// Host names that the shop answers to.
    #[settings(default = ["localhost"])]
    pub(crate) allowed_hosts: Vec<String>,
    /// Signing key of the sessions.
    pub(crate) secret_key: SecretString,
    // A group puts its own name before the names of its fields: DB_NAME, DB_PASSWORD, ...
    #[settings(nested)]
    pub(crate) db: Database,
    #[settings(nested)]
    pub(crate) aws: Aws,
    #[settings(nested)]
    pub(crate) stripe: Stripe,
    /// Key of the mail service.
    pub(crate) sendgrid_api_key: SecretString,
    /// Address of the cache; secret, because its password stands in it.
    pub(crate) redis_url: SecretString,
    /// Largest upload in bytes.
    #[settings(default = 2_621_440, validate = range(1..=104_857_600))]
    pub(crate) max_upload_size: u64,
    #[settings(default = false)]
    pub(crate) enable_feature_x: bool,
    /// How long a request may take.
    #[settings(default = "30s", validate = range(Duration::from_secs(1)..=Duration::from_secs(300)))]
    pub(crate) request_timeout: Duration,
}

/// Where the shop keeps its orders.
#[derive(Clone, Debug, Settings)]
#[allow(dead_code, reason = "the examples print settings and do nothing with them")]
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) user: String,
    /// Password of the database user.
    // As a `String` this field would not compile: its name says that it is a secret.
    pub(crate) password: SecretString,
    #[settings(default = "localhost")]
    pub(crate) host: String,
    #[settings(default = 5432)]
    pub(crate) port: u16,
}

/// Where the shop keeps its pictures.
#[derive(Clone, Debug, Settings)]
#[allow(dead_code, reason = "the examples print settings and do nothing with them")]
pub(crate) struct Aws {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: SecretString,
    pub(crate) storage_bucket_name: String,
}

/// How the shop is paid.
#[derive(Clone, Debug, Settings)]
#[settings(validate = one_mode)]
pub(crate) struct Stripe {
    /// Key of the server.
    pub(crate) secret_key: SecretString,
    /// Key of the browser, which everybody may see.
    pub(crate) publishable_key: String,
}

/// A rule across fields. The texts are fixed: a rule must not repeat the secret that it looked at.
fn one_mode(stripe: &Stripe) -> Result<(), &'static str> {
    let live = stripe.secret_key.expose_secret().starts_with("sk_live_");
    if live == stripe.publishable_key.starts_with("pk_live_") {
        Ok(())
    } else {
        Err("one of the two keys is live and the other is not")
    }
}
