use super::*;
use crate::origin::LayerName;
use crate::report::tests::{env, snapshot};

fn shown(text: &str) -> Shown {
    Shown::Text(text.to_owned())
}

fn defaults() -> Origin {
    Origin::new(LayerName::DEFAULTS)
}

/// A value that won over others.
fn entry(key: &str, value: Option<Shown>, origin: Origin, over: &[Origin]) -> ExplainEntry {
    let over = over.iter().map(|origin| (origin.clone(), None)).collect();
    ExplainEntry::new(key.to_owned(), value, None, Some(origin), over)
}

fn sample() -> Explanation {
    let file = |line| {
        Origin::new(LayerName::FILE)
            .in_document(std::path::Path::new("/app/settings.toml"), Some(crate::raw::Position::new(line, 1)))
    };
    let hosts = "a.example,b.example,c.example,d.example,e.example,f.example";
    let webhook = env("SHOP_STRIPE_WEBHOOK_SECRET_OF_THE_OLD_ACCOUNT_FILE");
    let mut secret = entry(
        "secret_key",
        Some(Shown::Redacted),
        Origin::new(LayerName::SECRETS_DIR).in_file("/run/secrets/shop_secret_key"),
        &[env("SHOP_SECRET_KEY")],
    );
    secret.fingerprint = Some("0a3f".to_owned());
    let mut redis = entry("redis_url", None, env("SHOP_REDIS_URL"), &[file(4), defaults()]);
    redis.overridden[0].note = Some("set to nothing".to_owned());
    let layers = ["defaults", "/app/settings.toml", "/run/secrets", "env", "overrides"].map(str::to_owned).to_vec();
    let mut explanation = Explanation::new("production", "SETTINGS_PROFILE", layers);
    for entry in [
        entry("base_url", Some(shown("https://shop.example/")), env("SHOP_BASE_URL"), &[file(3)]),
        entry("debug", Some(shown("false")), defaults(), &[]),
        secret,
        entry("allowed_hosts", Some(shown(hosts)), env("SHOP_ALLOWED_HOSTS"), &[]),
        redis,
        entry(
            "stripe.webhook_secret_of_the_old_account",
            Some(Shown::Redacted),
            webhook.in_file("/run/credentials/shop/stripe_webhook"),
            &[],
        ),
        ExplainEntry::new("sentry_dsn".to_owned(), None, None, None, Vec::new()),
    ] {
        explanation.push(entry);
    }
    explanation
}

#[test]
fn a_table() {
    snapshot("explain", &sample().to_string());
    snapshot("explain-wide", &sample().render(Style::new(160, false)));
    snapshot("explain-narrow", &sample().render(Style::new(60, false)));
    snapshot("explain-json", &sample().to_json().replace("},{", "},\n{"));
}

#[test]
fn entries_by_key() {
    let sample = sample();
    let redis = sample.entry("redis_url").expect("it is there");
    assert!(redis.is_blank() && redis.value().is_none());
    let notes: Vec<_> = redis.overridden().iter().map(Overridden::note).collect();
    assert_eq!(notes, [Some("set to nothing"), None]);
    let sentry = sample.entry("sentry_dsn").expect("it is there");
    assert!(!sentry.is_blank() && sentry.origin().is_none());
    assert_eq!(sample.entry("secret_key").and_then(ExplainEntry::fingerprint), Some("0a3f"));
    assert!(sample.entry("nothing").is_none());
    assert_eq!(sample.layers().next(), Some("defaults"));
}

#[test]
fn no_form_shows_a_secret() {
    let url = "a\u{1b}[2J postgres://u:CANARY@h\nb";
    let entry = entry(url, Some(shown(url)), env(url), &[env(url)]);
    let mut explanation = Explanation::new(url, url, vec![url.to_owned()]);
    explanation.push(entry.clone());
    for form in [
        format!("{explanation}"),
        format!("{explanation:?}"),
        explanation.to_json(),
        explanation.render(Style::new(40, false)),
    ] {
        assert!(!form.contains("CANARY") && !form.contains('\u{1b}'), "{form}");
    }
    assert!(!format!("{:?}", entry.value()).contains("CANARY"));
}
