//! Everything that a deployment may set.

use std::net::SocketAddr;
use std::time::Duration;

use tactful::validate::range;
use tactful::{DatabaseUrl, EmailUrl, RedisUrl, Settings};

/// Settings of the shop.
#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
pub(crate) struct AppSettings {
    /// Where to listen.
    #[settings(default = "127.0.0.1:8000")]
    pub(crate) listen: SocketAddr,
    /// Where the orders are kept.
    #[settings(env = "DATABASE_URL", example = "postgres://shop:..@localhost/shop")]
    pub(crate) database_url: DatabaseUrl,
    /// Where orders that were looked up are remembered. The shop works without.
    #[settings(env = "REDIS_URL")]
    pub(crate) redis_url: Option<RedisUrl>,
    /// Where confirmations go.
    #[settings(env = "EMAIL_URL", default = "console://")]
    pub(crate) email_url: EmailUrl,
    /// The sender of confirmations.
    #[settings(default = "Shop <shop@localhost>")]
    pub(crate) mail_from: String,
    /// How long to wait for a backend.
    #[settings(default = "5s", validate = range(Duration::from_millis(100)..=Duration::from_secs(60)))]
    pub(crate) backend_timeout: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_sound() {
        assert!(AppSettings::schema().verify().is_ok());
        let settings = AppSettings::from_pairs([("DATABASE_URL", "postgres://shop@localhost/shop")]).unwrap();
        assert!(settings.redis_url.is_none());
    }
}
