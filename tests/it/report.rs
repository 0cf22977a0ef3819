//! The report: whole, in order, as data and as text.

use std::time::Duration;

use tactful::validate::range;
use tactful::{Code, Context, SecretBox, SecretString, Settings};

use crate::support::{codes, loader_in, problems, project, write};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml", validate = ports_differ)]
struct Shop {
    /// Signing key of the sessions.
    secret_key: SecretString,
    #[settings(nested)]
    stripe: Stripe,
    #[settings(default = 80)]
    port: u16,
    #[settings(default = 81)]
    admin_port: u16,
    database_url: Option<String>,
}

#[derive(Debug, Settings)]
struct Stripe {
    #[settings(default = "10s", validate = range(Duration::from_secs(1)..=Duration::from_secs(60)))]
    timeout: Duration,
    pin: SecretBox<u32>,
}

fn ports_differ(shop: &Shop) -> Result<(), &'static str> {
    if shop.port == shop.admin_port { Err("port and admin_port are the same") } else { Ok(()) }
}

#[test]
fn every_problem_of_every_layer_in_the_order_of_the_schema() {
    let folder = project(&[("settings.toml", "\n\ndatabse_url = 'x'\n")]);
    let pin = write(folder.path(), "stripe_pin", "no number");
    let pairs =
        [("SHOP_STRIPE_TIMEOUT", "30"), ("SHOP_STRIPE_PIN_FILE", pin.to_str().unwrap()), ("SHOP_PORT", "99999")];
    let error = loader_in::<Shop>(folder.path(), &pairs).profile("production").load().unwrap_err();
    assert_eq!(
        problems(&error),
        [
            "missing SHOP_SECRET_KEY",
            "invalid SHOP_STRIPE_TIMEOUT",
            "invalid SHOP_STRIPE_PIN",
            "invalid SHOP_PORT",
            "unknown databse_url",
        ]
    );
    let text = error.to_string();
    for part in [
        "5 problems in Shop",
        "SHOP_STRIPE_TIMEOUT=30s",
        "env SHOP_SECRET_KEY_FILE",
        "signing key of the sessions",
        "stripe_pin, named by env SHOP_STRIPE_PIN_FILE",
        "[REDACTED]",
        "settings.toml:3:1",
        "rename it to database_url",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("no number"));
    assert_eq!(error.exit_code(), 78);
    let last = text.trim_end().lines().last().unwrap();
    assert_eq!(last, format!("{error:#}"));
    assert!(error.report().to_json().contains("\"format\":1") || error.report().to_json().contains("\"format\": 1"));
}

#[test]
fn rules_of_fields_and_across_fields() {
    let load = |pairs: &[(&str, &str)]| {
        let base = [("SHOP_SECRET_KEY", "8d969eef6ecad3c29a3a"), ("SHOP_STRIPE_PIN", "1")];
        let pairs: Vec<_> = base.iter().chain(pairs).copied().collect();
        let stack = tactful::Stack::new().push(tactful::Env::new());
        Shop::loader().context(Context::from_pairs(pairs)).stack(stack).load()
    };
    assert!(load(&[]).is_ok());
    assert_eq!(codes(&load(&[("SHOP_STRIPE_TIMEOUT", "2h")]).unwrap_err()), [Code::Invalid]);
    let same = load(&[("SHOP_PORT", "81")]).unwrap_err();
    assert_eq!(codes(&same), [Code::Constraint]);
    assert!(same.to_string().contains("port and admin_port are the same"));
}

#[test]
fn check_tells_presence_without_casts() {
    let folder = project(&[("settings.toml", "")]);
    let report = loader_in::<Shop>(folder.path(), &[("SHOP_PORT", "no port")]).check();
    let names: Vec<_> = report.problems().iter().map(tactful::Problem::name).collect();
    assert_eq!(names, ["SHOP_SECRET_KEY", "SHOP_STRIPE_PIN"]);
}

#[test]
fn traceable_every_value_knows_its_origin() {
    let folder = project(&[("settings.toml", "port = 1\n")]);
    let loader = loader_in::<Shop>(folder.path(), &[("SHOP_ADMIN_PORT", "2")]);
    let explanation = loader.explain();
    let origins: Vec<_> =
        explanation.entries().iter().map(|entry| entry.origin().map(|origin| origin.layer().to_string())).collect();
    let expected = [None, Some("defaults"), None, Some("file"), Some("env"), None];
    assert_eq!(origins, expected.map(|name| name.map(str::to_owned)));
}
