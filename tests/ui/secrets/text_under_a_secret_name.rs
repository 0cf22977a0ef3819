use std::borrow::Cow;
use std::collections::BTreeMap;

use tactful::Settings;

#[derive(Settings)]
struct Shop {
    api_key: String,
    smtp_passwords: Option<Vec<String>>,
    session_token: Cow<'static, str>,
    secrets: BTreeMap<String, String>,
    private_key: Vec<u8>,
    #[settings(env = "SLACK_WEBHOOK_URL")]
    slack: Box<str>,
}

fn main() {}
