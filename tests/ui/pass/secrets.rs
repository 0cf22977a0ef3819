//! What may stand under a name that says secret, and which defaults a secret may have.

use std::collections::BTreeMap;
use std::time::Duration;

use tactful::{SecretBox, SecretSlice, SecretString, Settings, Url};

#[derive(Settings)]
#[settings(relaxed = ["sandbox", "test"])]
struct Shop {
    password: SecretString,
    tokens: Vec<SecretString>,
    api_keys: BTreeMap<String, SecretString>,
    private_key: SecretSlice<u8>,
    pin_secret: SecretBox<u32>,
    /// No text.
    token_lifetime: Duration,
    password_min: u8,
    #[settings(default = "https://example.com/")]
    bearer_docs: Url,
    /// About a secret.
    access_key_id: String,
    token_url: String,
    password_file: Option<String>,
    /// Said to be seen.
    #[settings(public, default = "x")]
    csrf_token_place: String,
    /// Said to be none of anybody's business: it prints nothing, although its type would.
    #[settings(secret)]
    smtp_password: String,
    #[settings(default(sandbox = "a", "test" = "b"))]
    signing_key: SecretString,
    #[settings(secret, default(relaxed = 1234))]
    pin: u32,
    #[settings(public, default = "nobody")]
    guest: SecretString,
}

fn main() {
    let pairs = [
        ("PASSWORD", "a"),
        ("TOKENS", "a,b"),
        ("API_KEYS", "a=b"),
        ("PRIVATE_KEY", "k"),
        ("PIN_SECRET", "1"),
        ("TOKEN_LIFETIME", "1h"),
        ("PASSWORD_MIN", "8"),
        ("ACCESS_KEY_ID", "id"),
        ("TOKEN_URL", "u"),
        ("SMTP_PASSWORD", "c4n4ry"),
    ];
    let shop = Shop::from_pairs(pairs).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((shop.tokens.len(), shop.pin, shop.smtp_password.as_str()), (2, 1234, "c4n4ry"));
}
