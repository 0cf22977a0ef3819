//! References: values that say where the secret is.

use std::collections::BTreeMap;

use tactful::{ConfigFile, Context, ExposeSecret, Managed, ManagerErrorKind, SecretString, Settings, Stack};

use crate::support::{Shop, Table, calls, codes, explained, failed, told};

fn stack(table: Table) -> Stack {
    Stack::standard().push(Managed::document(table, "empty"))
}

fn table() -> Table {
    Table::new([
        ("empty", "{}"),
        ("key", "c4n4ry-key"),
        (
            "stripe",
            r#"{"a": {"b": "c4n4ry-stripe"}, "list": ["x", "c4n4ry-item"], "n": 40, "chain": "ref+table://key"}"#,
        ),
        ("group", r#"{"secret_key": "c4n4ry-grouped", "timeout": "7s"}"#),
        ("base64", "YzRuNHJ5LWtleQ=="),
        ("chain", "ref+table://key"),
    ])
}

#[test]
fn they_are_followed_in_one_batch() {
    let table = table();
    let asked = table.asked();
    let context = Context::from_pairs([
        ("SHOP_SECRET_KEY", "ref+table://key?version=3"),
        ("SHOP_STRIPE_SECRET_KEY", "ref+table://stripe#/a/b"),
        ("SHOP_MAX_CONNECTIONS", "ref+table://stripe#/n"),
    ]);
    let loader = Shop::loader().context(context).stack(stack(table));
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
    assert_eq!(shop.max_connections, 40);
    assert_eq!(calls(&asked), (1, ["empty", "key", "stripe"].map(str::to_owned).to_vec()));
    let text = told(&report);
    assert!(text.contains("table stripe#/a/b (version 7)"), "{text}");
    let text = explained(&loader.explain()).split_whitespace().collect::<Vec<_>>().join(" ");
    let origin = "table key, version 3 (version 3), referred to by env SHOP_SECRET_KEY";
    assert!(text.contains("SHOP_STRIPE_SECRET_KEY") && text.contains(&origin[..20]), "{text}");
}

#[test]
fn accidents_of_what_they_lead_to() {
    let table = Table::new([("empty", "{}"), ("json", r#"{"a": "c4n4ry"}"#), ("line", "c4n4ry-key\n")]);
    let context =
        Context::from_pairs([("SHOP_SECRET_KEY", "ref+table://json"), ("SHOP_STRIPE_SECRET_KEY", "ref+table://line")]);
    let (_, report) = Shop::loader().context(context).stack(stack(table)).load_with_report().unwrap().into_parts();
    let text = told(&report);
    assert_eq!(report.warnings().len(), 2, "{text}");
    assert!(text.contains("suspect") && text.contains("is a whole JSON object"), "{text}");
    assert!(text.contains("stored from a file that ends in one?"), "{text}");
}

/// A member too few, or another one than was meant, must not end in a report.
#[test]
fn what_they_lead_to_is_not_shown() {
    #[derive(Debug, Settings)]
    struct Plain {
        #[allow(dead_code, reason = "it is not read")]
        name: String,
        #[allow(dead_code, reason = "it is not read")]
        workers: u32,
        #[allow(dead_code, reason = "it is not read")]
        #[settings(validate = tactful::validate::range(1..=8))]
        most: u32,
    }
    let table = || Table::new([("empty", "{}"), ("json", r#"{"a": "c4n4ry"}"#), ("nine", "9")]);
    let loader = |workers| {
        let pairs = [("NAME", "ref+table://json"), ("WORKERS", workers), ("MOST", "ref+table://nine")];
        Plain::loader().context(Context::from_pairs(pairs)).stack(stack(table()))
    };
    for workers in ["ref+table://json", "ref+table://json#/a"] {
        let error = loader(workers).load().unwrap_err();
        let text = failed(&error);
        assert_eq!(error.report().problems().len(), 2, "{text}");
        assert!(text.contains("[REDACTED]"), "{text}");
    }
    let text = explained(&loader("5").explain());
    assert!(text.contains('9') && text.contains("[REDACTED]"), "{text}");
}

/// Each of these would be a key that everybody can read in the documentation.
#[test]
fn what_is_nearly_a_reference() {
    for text in [
        "vault://secret/shop#/KEY",
        "ref+vault:/secret/shop",
        "REF+vault://secret/shop",
        "Ref+Vault://secret/shop",
        "secretref+vault://secret/shop#/KEY+",
        "\"ref+vault://secret/shop#/KEY\"",
        " ref+vault://secret/shop#/KEY",
        "ref+file:f.json",
        "awssecrets://shop",
        "ref+aws-secrets://shop",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf",
        "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop",
        "projects/p/secrets/s/versions/latest",
        "sm://p/s",
        "op://vault/item/field",
        "@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/y)",
        "https://x.vault.azure.net/secrets/y",
    ] {
        let pairs =
            [("SHOP_SECRET_KEY", text), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry"), ("SETTINGS_PROFILE", "production")];
        let error = Shop::loader().context(Context::from_pairs(pairs)).load().unwrap_err();
        let text = failed(&error);
        assert_eq!(codes(&error), ["insecure SHOP_SECRET_KEY"], "{text}");
        assert!(
            text.contains("looks like a reference to a secret") || text.contains("is the name of a secret"),
            "{text}"
        );
    }
    for text in ["refer:ence", "a+b://c", "https://x.example", "ref+", "ref+:", "c4n4ry:vault://x", "ä:b", "ref+ä://x"]
    {
        let pairs =
            [("SHOP_SECRET_KEY", text), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry"), ("SETTINGS_PROFILE", "production")];
        Shop::loader().context(Context::from_pairs(pairs)).load().unwrap();
    }
}

#[test]
fn ways_to_write_one() {
    for (reference, value) in [
        ("ref+table://key", "c4n4ry-key"),
        ("ref+table://stripe#/a/b", "c4n4ry-stripe"),
        ("ref+table://stripe#a/b", "c4n4ry-stripe"),
        ("ref+table://stripe#/list/1", "c4n4ry-item"),
        ("ref+table://stripe#/n", "40"),
        ("ref+table://base64?decode=base64", "c4n4ry-key"),
    ] {
        let pairs = [("SHOP_SECRET_KEY", reference), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
        let shop = Shop::loader().context(Context::from_pairs(pairs)).stack(stack(table())).load().unwrap();
        assert_eq!(shop.secret_key.expose_secret(), value, "{reference}");
    }
}

#[test]
fn what_cannot_be_followed_is_a_problem_of_its_key() {
    for (reference, code, part) in [
        ("ref+table://nothing", "reference.missing", "refers to table nothing, no such entry"),
        ("ref+table://stripe#/a/c", "reference", "whose member a has no member c"),
        ("ref+table://stripe#/lsit", "reference", "did you mean list?"),
        ("ref+table://stripe#/zzz", "reference", "it has a, list, n, chain"),
        ("ref+table://stripe#/n/x", "reference", "is a number, and has no member x"),
        ("ref+table://stripe#/list/7", "reference", "is a list of 2, and has no item 7"),
        ("ref+table://key#/x", "reference", "and that secret is not JSON"),
        ("ref+table://key?decode=base64", "reference", "whose value is not base64"),
        ("ref+table://key?decode=hex", "reference", "has an option decode that is not base64"),
        ("ref+table://user:c4n4ry@key", "reference", "has credentials in it"),
        ("ref+table://ke%zz", "reference", "begins no character"),
        ("ref+table://chain", "reference.chained", "is a reference itself"),
        ("ref+table://stripe#/chain", "reference.chained", "is a reference itself"),
        ("ref+nobody://key", "reference", "a scheme that this program does not know"),
        ("ref+valut://key", "reference", "did you mean ref+vault://?"),
        ("ref+table://key#/a?version=1", "reference", "has its options behind the #"),
        ("ref+file:///", "reference.protocol", "it is a directory"),
        ("ref+table://denied", "reference.denied", "failed on purpose"),
        ("ref+table://", "reference.missing", "no such entry"),
    ] {
        let table = table().failing("denied", ManagerErrorKind::Denied);
        let pairs = [("SHOP_SECRET_KEY", reference), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
        let error = Shop::loader().context(Context::from_pairs(pairs)).stack(stack(table)).load().unwrap_err();
        let text = failed(&error);
        assert_eq!(codes(&error), [format!("{code} SHOP_SECRET_KEY")], "{reference}: {text}");
        let flowed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowed.contains(part), "{reference}: {part}: {text}");
        assert!(text.contains("from env"), "{text}");
    }
}

#[test]
fn a_store_that_is_down_is_one_problem_for_all_references() {
    let table = Table::new([("empty", "{}")])
        .failing("a", ManagerErrorKind::Unauthenticated)
        .failing("b", ManagerErrorKind::Unauthenticated);
    let pairs = [("SHOP_SECRET_KEY", "ref+table://a"), ("SHOP_STRIPE_SECRET_KEY", "ref+table://b#/x")];
    let error = Shop::loader().context(Context::from_pairs(pairs)).stack(stack(table)).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error).len(), 1, "{text}");
    let leaves: Vec<&str> = error.report().problems()[0].leaves().collect();
    assert_eq!(leaves, ["SHOP_SECRET_KEY", "SHOP_STRIPE_SECRET_KEY"], "{text}");
}

#[test]
fn what_is_hidden_is_not_followed() {
    let table = Table::new([("shop", r#"{"secret_key": "c4n4ry-1"}"#), ("stripe", "c4n4ry-2")]);
    let asked = table.asked();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "SHOP_STRIPE_SECRET_KEY=ref+table://stale\n").unwrap();
    let context = Context::from_pairs([("SHOP_STRIPE_SECRET_KEY", "ref+table://stripe")]).in_directory(folder.path());
    let stack = Stack::standard().push(Managed::document(table, "shop"));
    Shop::loader().context(context).stack(stack).load().unwrap();
    assert_eq!(calls(&asked).1, ["shop", "stripe"]);
}

#[test]
fn groups_maps_lists_and_items_of_documents() {
    #[derive(Debug, Settings)]
    #[settings(file = "settings.toml")]
    struct All {
        #[settings(nested)]
        stripe: crate::support::Stripe,
        keys: BTreeMap<String, SecretString>,
        #[settings(default(relaxed = []))]
        list: Vec<SecretString>,
        #[settings(no_reference)]
        kept: SecretString,
    }
    let folder = tempfile::tempdir().unwrap();
    let file =
        "keys = { one = \"ref+table://key\", two = \"c4n4ry\" }\nlist = [\"ref+table://key\", \"c4n4ry-plain\"]\n";
    std::fs::write(folder.path().join("settings.toml"), file).unwrap();
    let pairs = [("STRIPE", "ref+table://group"), ("KEPT", "ref+table://c4n4ry")];
    let stack = || {
        Stack::new()
            .push(ConfigFile::standard().with_secrets())
            .push(tactful::Env::new())
            .push(Managed::document(table(), "empty"))
    };
    let all =
        All::loader().context(Context::from_pairs(pairs).in_directory(folder.path())).stack(stack()).load().unwrap();
    assert_eq!(all.stripe.secret_key.expose_secret(), "c4n4ry-grouped");
    assert_eq!(all.stripe.timeout.as_secs(), 7);
    assert_eq!(all.keys["one"].expose_secret(), "c4n4ry-key");
    assert_eq!(all.list[0].expose_secret(), "c4n4ry-key");
    assert_eq!(all.list[1].expose_secret(), "c4n4ry-plain");
    assert_eq!(all.kept.expose_secret(), "ref+table://c4n4ry");
    // A whole map, and what goes wrong below a group.
    let pairs = [("STRIPE", "ref+table://stripe"), ("KEYS", "ref+table://nothing"), ("KEPT", "c4n4ry")];
    let context = Context::from_pairs(pairs).in_directory(folder.path());
    let error = All::loader().context(context).stack(stack()).load().unwrap_err();
    let text = failed(&error);
    assert!(codes(&error).contains(&"reference.missing KEYS".to_owned()), "{text}");
    assert!(codes(&error).contains(&"missing STRIPE_SECRET_KEY".to_owned()), "{text}");
}

#[test]
fn a_manager_s_own_values_are_not_followed() {
    let table = Table::new([("empty", r#"{"secret_key": "ref+table://key"}"#), ("key", "c4n4ry")]);
    let asked = table.asked();
    let pairs = [("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
    let error = Shop::loader().context(Context::from_pairs(pairs)).stack(stack(table)).load().unwrap_err();
    assert_eq!(codes(&error), ["reference.chained secret_key"], "{}", failed(&error));
    assert_eq!(calls(&asked).1, ["empty"]);
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stripe.json");
    std::fs::write(&path, "{\"a\": \"c4n4ry-file\"}\n").unwrap();
    let reference = |member: &str| format!("ref+file://{}{member}", path.display());
    let load = |reference: String| {
        let pairs = [("SHOP_SECRET_KEY", reference), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry".to_owned())];
        Shop::loader().context(Context::from_pairs(pairs)).load()
    };
    assert_eq!(load(reference("#/a")).unwrap().secret_key.expose_secret(), "c4n4ry-file");
    assert_eq!(load(reference("")).unwrap().secret_key.expose_secret(), "{\"a\": \"c4n4ry-file\"}");
    for (reference, code) in [
        (reference("x"), "reference.missing SHOP_SECRET_KEY"),
        ("ref+file://relative".to_owned(), "reference SHOP_SECRET_KEY"),
        (reference("?x=1"), "reference SHOP_SECRET_KEY"),
    ] {
        let error = load(reference).unwrap_err();
        assert_eq!(codes(&error), [code], "{}", failed(&error));
    }
}

#[derive(Debug, Settings)]
#[settings(file = "settings.toml")]
struct Keys {
    #[allow(dead_code, reason = "it is not read")]
    keys: Vec<SecretString>,
}

#[test]
fn what_nobody_follows_inside_of_a_list_is_no_value() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| std::fs::write(folder.path().join("settings.toml"), text).unwrap();
    let load = |document: &str| {
        let stack = Stack::new().push(ConfigFile::standard().with_secrets()).push(Managed::document(
            Table::new([("empty", document), ("list", r#"{"a": ["ref+table://key"]}"#)]),
            "empty",
        ));
        let context = Context::from_pairs([("A", "b")]).in_directory(folder.path());
        Keys::loader().context(context).stack(stack).load().unwrap_err()
    };
    write("keys = [\"c4n4ry\", \"ref+nobody://key\"]\n");
    let error = load("{}");
    assert_eq!(codes(&error), ["reference keys"], "{}", failed(&error));
    // What a manager says, in a layer of its own or for a reference.
    let error = load(r#"{"keys": ["ref+table://key"]}"#);
    assert_eq!(codes(&error), ["reference.chained keys"], "{}", failed(&error));
    write("keys = \"ref+table://list#/a\"\n");
    let error = load("{}");
    assert_eq!(codes(&error), ["reference.chained keys"], "{}", failed(&error));
}

/// Whoever may write one secret must not have another one put into its place.
#[test]
fn references_inside_of_a_group_that_was_referred_to_are_not_followed() {
    let group = r#"{"secret_key": "ref+table://key", "timeout": "7s"}"#;
    let table = Table::new([("empty", "{}"), ("group", group), ("key", "c4n4ry-key")]);
    // The other key has that very reference followed.
    let pairs = [("SHOP_STRIPE", "ref+table://group"), ("SHOP_SECRET_KEY", "ref+table://key")];
    let error = Shop::loader().context(Context::from_pairs(pairs)).stack(stack(table)).load().unwrap_err();
    assert_eq!(codes(&error), ["reference.chained SHOP_STRIPE_SECRET_KEY"], "{}", failed(&error));
}

#[test]
fn a_store_that_gives_only_what_is_hidden_warns() {
    let down = || Table::named("down", []).failing("stale", ManagerErrorKind::Unauthenticated);
    let load = |document: &str| {
        let pairs = [("SHOP_SECRET_KEY", "ref+down://stale"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
        let stack = Stack::standard()
            .push(Managed::document(down(), "stale").optional())
            .push(Managed::document(Table::new([("shop", document)]), "shop"));
        Shop::loader().context(Context::from_pairs(pairs)).stack(stack).load_with_report()
    };
    let (shop, report) = load(r#"{"secret_key": "c4n4ry-key"}"#).unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert!(!report.warnings().is_empty(), "{}", told(&report));
    let error = load("{}").unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["source.unauthenticated down"], "{text}");
    assert_eq!(error.report().problems()[0].leaves().collect::<Vec<_>>(), ["SHOP_SECRET_KEY"], "{text}");
}

/// What it could never give does not come back with it.
#[test]
fn a_store_of_references_makes_no_other_key_worth_waiting_for() {
    let down = Table::named("down", []).failing("stale", ManagerErrorKind::Unavailable);
    let document = r#"{"secret_key": "c4n4ry-key"}"#;
    let stack = Stack::standard()
        .push(Managed::document(Table::new([("shop", document)]), "shop"))
        .push(Managed::each(down, "{name}").optional());
    let context = Context::from_pairs([("SHOP_SECRET_KEY", "ref+down://stale")]);
    let error = Shop::loader().context(context).stack(stack).load().unwrap_err();
    assert_eq!(codes(&error), ["missing SHOP_STRIPE_SECRET_KEY"], "{}", failed(&error));
    assert_eq!(error.exit_code(), 78);
}

/// What is wrong is a scheme, whatever its neighbours led to; and what is no key of the group is none of its problems.
#[test]
fn neighbours_of_references() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.toml"), "keys = [\"ref+table://key\", \"ref+nobody://x\"]\n").unwrap();
    let stack = Stack::new().push(ConfigFile::standard().with_secrets()).push(Managed::document(table(), "empty"));
    let context = Context::from_pairs([("A", "b")]).in_directory(folder.path());
    let error = Keys::loader().context(context).stack(stack).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["reference keys"], "{text}");
    assert!(text.contains("ref+nobody://"), "{text}");
    let group = r#"{"in": {"secret_key": "c4n4ry-in", "note": "ref+vault://x"}}"#;
    let pairs = [("SHOP_STRIPE", "ref+table://group#/in"), ("SHOP_SECRET_KEY", "c4n4ry")];
    let stack = Stack::standard().push(Managed::document(Table::new([("empty", "{}"), ("group", group)]), "empty"));
    let loader = Shop::loader().context(Context::from_pairs(pairs)).stack(stack);
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-in");
    told(&report);
}

/// Nothing comes of it that the reference cannot be followed.
#[test]
fn wrong_options_of_a_store_of_what_is_hidden_warn() {
    let pairs = [("SHOP_SECRET_KEY", "ref+vault://secret/old#/key"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
    let stack = |document| Stack::standard().push(Managed::document(Table::new([("shop", document)]), "shop"));
    let load = |document| Shop::loader().context(Context::from_pairs(pairs)).stack(stack(document)).load_with_report();
    let (_, report) = load(r#"{"secret_key": "c4n4ry-key"}"#).unwrap().into_parts();
    assert!(report.warnings().iter().any(|warning| warning.name() == "VAULT_ADDR"), "{}", told(&report));
    let error = load("{}").unwrap_err();
    assert_eq!(codes(&error), ["missing VAULT_ADDR", "source.misconfigured vault"], "{}", failed(&error));
}
