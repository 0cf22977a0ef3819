//! Types that show themselves without the secret that they may hold.

use std::fmt;

use serde::{Deserialize, Deserializer, de};
use tactful::{Context, Raw, Redact, Settings};

const CANARY: &str = "kQ7vZ2xJ9mW4bT";

/// `user=secret` of one service.
#[derive(Clone)]
struct Account {
    user: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=[REDACTED]", self.user)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.split_once('=') {
            Some((user, _)) => Ok(Self { user: user.to_owned() }),
            None => Err(de::Error::custom("the account has no `=`")),
        }
    }
}

impl Redact for Account {
    fn redact(raw: &Raw) -> Option<String> {
        let (user, _) = raw.as_written()?.split_once('=')?;
        Some(format!("{user}=[REDACTED]"))
    }
}

type Alias = Option<Account>;

#[derive(Debug, Settings)]
#[settings(prefix = "APP", file = "settings.toml")]
struct Redacting {
    account: Account,
    alias: Alias,
    #[settings(secret)]
    secret: Option<Account>,
    #[settings(default = "nobody=nothing")]
    fallback: Account,
    listed: Vec<Account>,
    mapped: std::collections::BTreeMap<String, Account>,
    #[settings(validate = |account: &Account| if account.user == "root" { Err("is root") } else { Ok(()) })]
    ruled: Option<Account>,
}

fn context(account: &str, more: &[(&str, &str)]) -> Context {
    let pairs = [("APP_ACCOUNT", account), ("APP_LISTED", "[]"), ("APP_MAPPED", "{}")];
    Context::from_pairs(pairs.into_iter().chain(more.iter().copied()))
}

#[test]
fn explanations_show_what_the_type_shows() {
    let account = format!("shop={CANARY}");
    let more = [("APP_ALIAS", &*account), ("APP_SECRET", &account), ("APP_MAPPED__A", &account)];
    let context = context(&account, &more);
    let explanation = Redacting::loader().context(context).explain();
    let shown = format!("{explanation}");
    assert!(!shown.contains(CANARY), "{shown}");
    assert_eq!(shown.matches("shop=[REDACTED]").count(), 3, "{shown}");
    assert!(shown.contains("nobody=[REDACTED]"), "{shown}");
}

#[test]
fn problems_show_what_the_type_says() {
    let ruled = format!("root={CANARY}");
    let context = context(CANARY, &[("APP_RULED", &ruled), ("APP_SECRET", CANARY)]);
    let error = Redacting::loader().context(context).load().unwrap_err();
    let report = error.report();
    let text = format!("{error} {} {}", report.to_json(), report.lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    assert!(text.contains("the account has no `=`"), "{text}");
    assert!(text.contains("root=[REDACTED]"), "{text}");
    // A field that is declared secret says nothing.
    let secret = report.problems().iter().find(|problem| problem.key() == Some("secret")).unwrap();
    assert!(!secret.message().contains("account"), "{}", secret.message());
}
