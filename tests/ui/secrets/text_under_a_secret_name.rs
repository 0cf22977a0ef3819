use std::collections::BTreeMap;
use std::sync::Arc;

use tactful::Settings;

#[derive(Settings)]
struct Shop {
    api_key: String,
    smtp_passwords: Option<Vec<String>>,
    session_token: Arc<str>,
    secrets: BTreeMap<String, String>,
    private_key: Vec<u8>,
    #[settings(env = "SLACK_WEBHOOK_URL")]
    slack: Box<str>,
}

fn main() {}
