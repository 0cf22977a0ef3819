//! What holds for every manager, seen at one that needs no server.

use tactful::{Code, Context, ExposeSecret, LoadError, Managed, ManagerErrorKind, SecretString, Settings, Stack};

use crate::support::{CANARY, Table};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", crate = tactful)]
struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Stripe {
    secret_key: SecretString,
    #[settings(default = "30s")]
    timeout: std::time::Duration,
}

const DOCUMENT: &str =
    r#"{"secret_key": "c4n4ry-key", "stripe": {"secret_key": "c4n4ry-stripe", "timeout": "45s"}, "SHOP_MAX_CONNECTIONS": 40}"#;

fn load(table: Table, pairs: &[(&str, &str)]) -> Result<Shop, LoadError> {
    Shop::loader()
        .context(Context::from_pairs(pairs.iter().copied()))
        .push(Managed::document(table, "shop/{profile}"))
        .load()
}

#[track_caller]
fn told(error: &LoadError) -> String {
    let text = format!("{error}\n{error:?}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    error.to_string()
}

#[test]
fn a_document_is_a_layer() {
    let shop = load(Table::new("table", [("shop/test", DOCUMENT)]), &[]).unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
    assert_eq!((shop.max_connections, shop.stripe.timeout.as_secs()), (40, 45));
}

#[test]
fn a_manager_outranks_the_environment_and_says_so() {
    let pairs = [("SHOP_SECRET_KEY", "c4n4ry-stale"), ("SHOP_MAX_CONNECTIONS", "40")];
    let loader = Shop::loader()
        .context(Context::from_pairs(pairs))
        .push(Managed::document(Table::new("table", [("shop/test", DOCUMENT)]), "shop/{profile}"));
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    let warnings: Vec<String> = report.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(report.warnings()[0].code(), Code::Overridden);
    assert!(warnings[0].contains("SETTINGS_ENV_WINS=SHOP_SECRET_KEY"), "{warnings:?}");
    assert!(warnings[0].contains("env SHOP_SECRET_KEY") && warnings[0].contains("version 7"), "{warnings:?}");
}

#[test]
fn references_are_followed() {
    let stack = || {
        Stack::standard().push(Managed::document(
            Table::new("table", [("empty", "{}"), ("key", "c4n4ry-key"), ("stripe", r#"{"a": {"b": "c4n4ry-stripe"}}"#)]),
            "empty",
        ))
    };
    let context = Context::from_pairs([
        ("SHOP_SECRET_KEY", "ref+table://key?version=3"),
        ("SHOP_STRIPE_SECRET_KEY", "ref+table://stripe#/a/b"),
    ]);
    let loader = Shop::loader().context(context).stack(stack());
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
    println!("{report}");
    println!("{}", loader.explain());
}

#[test]
fn failures() {
    for (name, table) in [
        ("down", Table::new("table", []).failing("shop/test", ManagerErrorKind::Unavailable)),
        ("denied", Table::new("table", []).failing("shop/test", ManagerErrorKind::Denied)),
        ("missing", Table::new("table", [])),
        ("no document", Table::new("table", [("shop/test", "c4n4ry")])),
        ("list", Table::new("table", [("shop/test", "[\"c4n4ry\"]")])),
        ("types", Table::new("table", [("shop/test", r#"{"secret_key": 5, "stripe": {"secret_key": ["c4n4ry"], "timeout": 30}}"#)])),
    ] {
        let error = load(table, &[]).unwrap_err();
        println!("--- {name}\n{}\n", told(&error));
    }
}
