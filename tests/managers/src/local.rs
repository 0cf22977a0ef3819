//! Documents and secrets for each key as layers, at a manager that needs no server.

use std::collections::BTreeMap;

use tactful::{
    Code, Context, ExposeSecret, LayerName, Loader, Managed, ManagerErrorKind, Map, Overrides, SecretString, Settings,
    Stack,
};

use crate::support::{DOCUMENT, Shop, Table, calls, codes, explained, failed, told};

fn loader(managed: Managed, pairs: &[(&str, &str)]) -> Loader<Shop> {
    Shop::loader().context(Context::from_pairs(pairs.iter().copied())).push(managed)
}

fn document(table: Table) -> Managed {
    Managed::document(table, "shop/{profile}")
}

#[test]
fn a_document_is_a_layer() {
    let shop = loader(document(Table::new([("shop/test", DOCUMENT)])), &[]).load().unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
    assert_eq!((shop.max_connections, shop.stripe.timeout.as_secs()), (40, 45));
}

#[test]
fn the_profile_stands_in_the_path() {
    let asked = |loader: Loader<Shop>, table: &Table| {
        let asked = table.asked();
        (loader, asked)
    };
    let table = Table::new([("shop/staging", DOCUMENT)]);
    let (_, paths) = asked(Shop::loader(), &table);
    loader(document(table), &[]).profile("staging").load().unwrap();
    assert_eq!(calls(&paths), (1, vec!["shop/staging".to_owned()]));
    // A name that is none must not reach a path.
    let table = Table::new([]);
    let paths = table.asked();
    let error = loader(document(table), &[]).profile("../production").load().unwrap_err();
    assert_eq!(calls(&paths).0, 0, "{}", failed(&error));
    assert!(codes(&error)[0].starts_with("missing") || codes(&error).iter().any(|code| code.starts_with("profile")));
}

#[test]
fn a_secret_for_each_key() {
    let table = Table::new([
        ("shop-SHOP_SECRET_KEY", "c4n4ry-key"),
        ("shop-SHOP_STRIPE_SECRET_KEY", "c4n4ry-stripe\n"),
        ("shop-SHOP_MAX_CONNECTIONS", "40"),
    ]);
    let asked = table.asked();
    let loader = loader(Managed::each(table, "shop-{name}"), &[]);
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    // What a store says is not trimmed.
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe\n");
    assert_eq!((shop.max_connections, shop.stripe.timeout.as_secs()), (40, 30));
    // All keys of the schema in one batch, and no others.
    let (batches, mut paths) = calls(&asked);
    paths.sort();
    assert_eq!(batches, 1);
    let names = ["MAX_CONNECTIONS", "SECRET_KEY", "STRIPE_SECRET_KEY", "STRIPE_TIMEOUT"];
    assert_eq!(paths, names.map(|name| format!("shop-SHOP_{name}")));
    let text = told(&report);
    assert!(text.contains("table shop-{name} (3 of 4 keys)"), "{text}");
    // But said.
    assert!(text.contains("ends in a line break") && text.contains("stored from a file that ends in one?"), "{text}");
    let text = explained(&loader.explain());
    assert!(text.contains("table shop-{name} SHOP_SECRET_KEY (version 7)"), "{text}");
}

#[test]
fn names_may_be_formed() {
    let table = Table::new([("SHOP-SECRET-KEY", "c4n4ry"), ("SHOP-STRIPE-SECRET-KEY", "c4n4ry")]);
    let each = Managed::each(table, "{name}").named_by(|name| name.replace('_', "-"));
    loader(each, &[]).load().unwrap();
}

#[test]
fn a_manager_outranks_the_environment_and_says_so() {
    let pairs = [("SHOP_SECRET_KEY", "c4n4ry-stale"), ("SHOP_MAX_CONNECTIONS", "40")];
    let loader = loader(document(Table::new([("shop/test", DOCUMENT)])), &pairs);
    let (shop, report) = loader.load_with_report().unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-key");
    told(&report);
    let [warning] = report.warnings() else { panic!("{report}") };
    assert_eq!((warning.code(), warning.name()), (Code::Overridden, "SHOP_SECRET_KEY"));
    let text = warning.to_string();
    for part in ["table shop/test", "version 7", "env SHOP_SECRET_KEY", "SETTINGS_ENV_WINS=SHOP_SECRET_KEY"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = explained(&loader.explain());
    assert!(text.contains("env SHOP_SECRET_KEY"), "{text}");
}

#[test]
fn overrides_and_places_of_the_stack() {
    let stack = Stack::standard()
        .push(Overrides::pairs([("max_connections", "7")]))
        .push(document(Table::new([("shop/test", DOCUMENT)])))
        .push_below(
            LayerName::ENV,
            Managed::document(Table::named("low", [("low", r#"{"stripe": {"timeout": "1s"}}"#)]), "low"),
        )
        .push_below(LayerName::ENV, Map::new("flags", [("SHOP_STRIPE_TIMEOUT", "2s")]));
    let loader = Shop::loader().stack(stack).context(Context::from_pairs([("SHOP_STRIPE_TIMEOUT", "3s")]));
    let shop = loader.load().unwrap();
    assert_eq!((shop.max_connections, shop.stripe.timeout.as_secs()), (7, 45));
    let text = explained(&loader.explain());
    let order = ["table shop/test", "env SHOP_STRIPE_TIMEOUT", "flags SHOP_STRIPE_TIMEOUT", "low low"];
    let row = &text[text.find("stripe.timeout").unwrap()..].split_whitespace().collect::<Vec<_>>().join(" ");
    let places = order.map(|place| row.find(place).unwrap_or_else(|| panic!("{place}: {row}")));
    assert!(places.is_sorted(), "{places:?}: {row}");
}

#[test]
fn bytes_and_trees() {
    #[derive(Debug, Settings)]
    struct Bytes {
        raw: tactful::SecretSlice<u8>,
        text: SecretString,
        list: Vec<u16>,
    }
    let table = Table::new([("TEXT", "c4n4ry"), ("LIST", "1,2")]).bytes("RAW", b"\xffc4n4ry\n");
    let loader = Bytes::loader().context(Context::from_pairs([("A", "b")])).push(Managed::each(table, "{name}"));
    let bytes = loader.load().unwrap();
    assert_eq!(bytes.raw.expose_secret(), b"\xffc4n4ry\n");
    assert_eq!((bytes.text.expose_secret(), bytes.list), ("c4n4ry", vec![1, 2]));
    // Bytes are no text.
    let table = Table::new([("RAW", "x"), ("LIST", "1")]).bytes("TEXT", b"\xffc4n4ry");
    let loader = Bytes::loader().context(Context::from_pairs([("A", "b")])).push(Managed::each(table, "{name}"));
    let error = loader.load().unwrap_err();
    assert_eq!(codes(&error), ["invalid TEXT"], "{}", failed(&error));
}

/// What is said of a layer that cannot be read, and which keys it leaves open.
#[test]
fn a_layer_that_fails_is_one_problem() {
    use ManagerErrorKind as Kind;
    let on = |kind| Table::new([]).failing("shop/test", kind);
    for (table, code, part) in [
        (on(Kind::NotFound), "source.missing", "failed on purpose"),
        (on(Kind::Denied), "source.denied", "failed on purpose"),
        (on(Kind::Disabled), "source.disabled", "failed on purpose"),
        (on(Kind::Unauthenticated), "source.unauthenticated", "failed on purpose"),
        (on(Kind::Unavailable), "source.unavailable", "may pass by itself"),
        (on(Kind::Tls), "source.tls", "in memory: failed on purpose"),
        (on(Kind::Misconfigured), "source.misconfigured", "failed on purpose"),
        (Table::new([]), "source.missing", "no such entry"),
        (Table::new([("shop/test", "c4n4ry")]), "source.protocol", "is not JSON"),
        (Table::new([("shop/test", "")]), "source.protocol", "is not JSON"),
        (Table::new([("shop/test", r#"{"secret_key": "c4n4ry"#)]), "source.protocol", "is not JSON"),
        (Table::new([("shop/test", r#"["c4n4ry"]"#)]), "source.protocol", "is a list where a JSON object is wanted"),
        (Table::new([]).bytes("shop/test", b"\xffc4n4ry"), "source.protocol", "is not text"),
    ] {
        // A local problem is told beside it.
        let error = loader(document(table), &[("SHOP_MAX_CONNECTIONS", "many")]).load().unwrap_err();
        let text = failed(&error);
        assert_eq!(codes(&error), ["invalid SHOP_MAX_CONNECTIONS", &format!("{code} table shop/test")], "{text}");
        assert!(text.contains(part), "{part}: {text}");
        let leaves: Vec<&str> = error.report().problems()[1].leaves().collect();
        assert_eq!(leaves, ["SHOP_SECRET_KEY", "SHOP_STRIPE_SECRET_KEY"], "{text}");
        assert!(text.contains("SHOP_SECRET_KEY, SHOP_STRIPE_SECRET_KEY without a value"), "{text}");
    }
}

#[test]
fn a_manager_that_is_optional_only_warns() {
    let pairs = [("SHOP_SECRET_KEY", "c4n4ry-1"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry-2")];
    let table = || Table::new([]).failing("shop/test", ManagerErrorKind::Denied);
    let (_, report) = loader(document(table()).optional(), &pairs).load_with_report().unwrap().into_parts();
    let [warning] = report.warnings() else { panic!("{}", told(&report)) };
    assert_eq!((warning.code(), warning.detail()), (Code::Source, Some("denied")));
    // It is no excuse for what is missing.
    let error = loader(document(table()).optional(), &pairs[..1]).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["missing SHOP_STRIPE_SECRET_KEY"], "{text}");
    assert!(text.contains("table shop/test") && text.contains("could not be read"), "{text}");
}

#[test]
fn two_managers_that_fail_are_both_told() {
    let low = Table::named("low", []).failing("low", ManagerErrorKind::Denied);
    let high = Table::named("high", []).failing("high", ManagerErrorKind::Tls);
    let stack = Stack::standard().push(Managed::document(low, "low")).push(Managed::document(high, "high"));
    let error =
        Shop::loader().stack(stack).context(Context::from_pairs([("SHOP_MAX_CONNECTIONS", "x")])).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(
        codes(&error),
        ["invalid SHOP_MAX_CONNECTIONS", "source.denied low low", "source.tls high high"],
        "{text}"
    );
}

#[test]
fn one_key_that_is_refused_is_a_problem_of_that_key() {
    let table = Table::new([("SHOP_SECRET_KEY", "c4n4ry")]).failing("SHOP_STRIPE_SECRET_KEY", ManagerErrorKind::Denied);
    // A stale value must not take the place of one that is refused.
    let pairs = [("SHOP_STRIPE_SECRET_KEY", "c4n4ry-stale")];
    let error = loader(Managed::each(table, "{name}"), &pairs).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["source.denied SHOP_STRIPE_SECRET_KEY"], "{text}");
    assert!(text.contains("stripe.secret_key: SecretString") && text.contains("from table {name}"), "{text}");
}

#[test]
fn what_is_missing_says_that_the_manager_was_asked() {
    let table = Table::new([("shop/test", r#"{"stripe": {"secret_key": "c4n4ry"}, "secretkey": "c4n4ry"}"#)]);
    let error = loader(document(table), &[]).load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["missing SHOP_SECRET_KEY"], "{text}");
    assert!(text.contains("table shop/test") && text.contains("no such key in version 7"), "{text}");
    let table = Table::new([("SHOP_SECRET_KEY", "c4n4ry")]);
    let error = loader(Managed::each(table, "{name}"), &[]).load().unwrap_err();
    let text = failed(&error);
    assert!(text.contains("table {name}") && text.contains("no such secret"), "{text}");
}

#[test]
fn paths_with_words_that_nothing_fills_in() {
    for (managed, part) in [
        (Managed::document(Table::new([]), "shop/{porfile}"), "has {porfile} in it"),
        (Managed::document(Table::new([]), "shop/{name}"), "has {name} in it"),
        (Managed::each(Table::new([]), "shop/{profile}"), "has no {name}"),
    ] {
        let error = loader(managed, &[]).load().unwrap_err();
        let text = failed(&error);
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_check_asks_nobody() {
    let table = Table::new([("shop/test", DOCUMENT)]);
    let asked = table.asked();
    let report = loader(document(table), &[("SHOP_STRIPE_SECRET_KEY", "ref+table://x")]).check();
    let text = told(&report);
    assert_eq!(calls(&asked).0, 0);
    assert!(report.is_ok() && report.warnings().len() == 1, "{text}");
    assert!(text.contains("secret managers were not asked") && text.contains("table shop/test"), "{text}");
}

/// No manager could give what is missing: that one value refers to a secret says nothing of another.
#[test]
fn a_check_of_references_alone_tells_what_is_missing() {
    let context = Context::from_pairs([("SHOP_SECRET_KEY", "ref+vault://secret/shop#/KEY")]);
    let report = Shop::loader().context(context).check();
    let text = told(&report);
    assert!(!report.is_ok() && report.problems().len() == 1, "{text}");
    assert!(text.contains("missing   SHOP_STRIPE_SECRET_KEY"), "{text}");
}

/// Entries of maps and lists have no names that could be asked for, and stand in documents all the same.
#[test]
fn a_document_of_groups_alone_is_asked_for() {
    #[derive(Debug, Settings)]
    struct Tenant {
        key: SecretString,
    }
    #[derive(Debug, Settings)]
    struct Tenants {
        #[settings(nested)]
        tenants: BTreeMap<String, Tenant>,
    }
    let document = r#"{"tenants": {"one": {"key": "c4n4ry-one"}}}"#;
    for lever in [("A", "b"), ("SETTINGS_ENV_WINS", "*")] {
        let table = Table::new([("tenants", document)]);
        let loader = Tenants::loader().context(Context::from_pairs([lever]));
        let tenants = loader.push(Managed::document(table, "tenants")).load().unwrap();
        assert_eq!(tenants.tenants["one"].key.expose_secret(), "c4n4ry-one");
    }
}

/// A typed field may be given the wrong secret: nothing shows it.
#[test]
fn values_that_are_none_of_their_type_are_not_shown() {
    let wrong = r#"{"secret_key": "c4n4ry-key", "SHOP_MAX_CONNECTIONS": "c4n4ry-many", "stripe": {"secret_key": "c4n4ry", "timeout": "c4n4ry"}}"#;
    let table = Table::new([("shop/test", wrong)]);
    let loader = loader(document(table), &[]);
    let error = loader.load().unwrap_err();
    let text = failed(&error);
    assert_eq!(error.report().problems().len(), 2, "{text}");
    assert!(text.contains("[REDACTED]") && text.contains("is not a whole number"), "{text}");
    explained(&loader.explain());
}

/// Nor are names that it was meant for: of a variant, of an entry of a map.
#[test]
fn tags_and_keys_that_are_none_are_not_shown() {
    #[allow(dead_code, reason = "it is not read")]
    #[derive(Debug, Settings)]
    #[settings(tag = "kind")]
    enum Storage {
        Disk { path: String },
        Cloud { bucket: String },
    }
    #[allow(dead_code, reason = "it is not read")]
    #[derive(Debug, Settings)]
    struct Tagged {
        #[settings(nested)]
        storage: Storage,
        limits: BTreeMap<String, String>,
    }
    let document = r#"{"storage": {"kind": "c4n4ry"}}"#;
    let token = ("LIMITS", "ref+table://token");
    let table = Table::new([("tagged", document), ("token", "c4n4ryQUJD==")]);
    let loader = Tagged::loader().context(Context::from_pairs([token])).push(Managed::document(table, "tagged"));
    let error = loader.load().unwrap_err();
    let text = failed(&error);
    assert!(text.contains("is none of") && text.contains("is text where a JSON object is wanted"), "{text}");
    explained(&loader.explain());
}

/// The text of a rule may repeat what it was given.
#[test]
fn rules_do_not_repeat_what_was_referred_to() {
    fn quotes(labels: &BTreeMap<String, String>) -> Result<(), String> {
        Err(format!("{labels:?} is no good"))
    }
    #[allow(dead_code, reason = "it is not read")]
    #[derive(Debug, Settings)]
    #[settings(validate = whole)]
    struct Ruled {
        #[settings(validate = quotes)]
        labels: BTreeMap<String, String>,
        name: String,
    }
    #[allow(clippy::unnecessary_wraps, reason = "a rule")]
    fn whole(ruled: &Ruled) -> Result<(), String> {
        Err(format!("{} is no name", ruled.name))
    }
    let table = || Table::new([("empty", "{}"), ("key", "c4n4ry-key")]);
    for pairs in [[("LABELS__A", "ref+table://key"), ("NAME", "a")], [("LABELS", "a=b"), ("NAME", "ref+table://key")]] {
        let loader = Ruled::loader().context(Context::from_pairs(pairs)).push(Managed::document(table(), "empty"));
        failed(&loader.load().unwrap_err());
        explained(&loader.explain());
    }
}

#[test]
fn a_member_that_stands_there_twice() {
    let document = r#"{"secret_key": "c4n4ry", "max_connections": 1, "SHOP_MAX_CONNECTIONS": 2, "stripe": {"secret_key": "c4n4ry"}}"#;
    let table = Table::new([("shop/test", document)]);
    let report = loader(self::document(table), &[]).load_with_report();
    // Which says the same in two ways is none.
    let same = document.replace(": 2", ": \"1\"");
    let loaded = loader(self::document(Table::new([("shop/test", same.as_str())])), &[]).load_with_report().unwrap();
    assert!(loaded.report().warnings().is_empty(), "{}", told(loaded.report()));
    let text = match report {
        Ok(loaded) => told(loaded.report()),
        Err(error) => failed(&error),
    };
    assert!(text.contains("conflict") && text.contains("SHOP_MAX_CONNECTIONS (at 1:"), "{text}");
}

/// Whoever has to mend it looks for the name that stands there.
#[test]
fn origins_name_members_as_they_are_written() {
    let document = r#"{"SHOP_SECRET_KEY": "c4n4ry", "SHOP_MAX_CONNECTIONS": 2, "stripe.secret_key": "c4n4ry"}"#;
    let text = explained(&loader(self::document(Table::new([("shop/test", document)])), &[]).explain());
    for name in ["SHOP_SECRET_KEY", "SHOP_MAX_CONNECTIONS", "stripe.secret_key"] {
        assert!(text.contains(&format!("table shop/test {name} (version 7)")), "{name}: {text}");
    }
}

#[test]
fn a_key_that_is_missing_says_what_was_asked_for() {
    let each = Managed::each(Table::new([("SHOP-STRIPE-SECRET-KEY", "c4n4ry")]), "{name}");
    let error = loader(each.named_by(|name| name.replace('_', "-")), &[]).load().unwrap_err();
    let text = failed(&error).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("table SHOP-SECRET-KEY no such secret"), "{text}");
    assert!(text.contains("or write table SHOP-SECRET-KEY"), "{text}");
}

/// What would come back makes the start worth another try.
#[test]
fn an_optional_manager_that_is_out_of_order() {
    for (kind, status) in [(ManagerErrorKind::Unavailable, 75), (ManagerErrorKind::Denied, 78)] {
        let down = Managed::document(Table::new([]).failing("shop", kind), "shop").optional();
        let error = loader(down, &[]).load().unwrap_err();
        assert_eq!(error.exit_code(), status, "{}", failed(&error));
    }
}

#[test]
fn an_explanation_tells_what_could_not_be_read() {
    let down = Managed::document(Table::new([]).failing("shop", ManagerErrorKind::Denied), "shop");
    let text = explained(&loader(down, &[("SHOP_SECRET_KEY", "ref+table://nothing")]).explain());
    assert!(text.contains("failed") && text.contains("table shop: in memory: failed on purpose"), "{text}");
    assert!(text.contains("SHOP_SECRET_KEY: refers to table nothing, no such entry"), "{text}");
}

/// What a check can tell without asking anybody.
#[test]
fn a_check_tells_of_addresses_and_references() {
    let pairs = [("SHOP_SECRET_KEY", "ref+tabel://x"), ("SHOP_STRIPE_SECRET_KEY", "ref+vault://")];
    let report = loader(document(Table::new([])), &pairs).check();
    let text = told(&report);
    assert!(text.contains("did you mean ref+table://?"), "{text}");
    assert_eq!(report.problems().len(), 2, "{text}");
    let pairs =
        [("SHOP_SECRET_KEY", "c4n4ry"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry"), ("SETTINGS_MANAGERS", "valut://x")];
    let report = Shop::loader().context(Context::from_pairs(pairs)).check();
    assert!(!report.is_ok() && told(&report).contains("did you mean vault?"), "{report}");
    let pairs = [("SHOP_SECRET_KEY", "ref+nobody://x"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")];
    let report = loader(document(Table::new([])), &pairs).check();
    assert!(!report.is_ok(), "{report}");
    // The operator asks nobody: then what is missing is missing.
    let report = loader(document(Table::new([])), &[("SETTINGS_MANAGERS", "none")]).check();
    assert_eq!(report.problems().len(), 2, "{}", told(&report));
    let pairs = [("SETTINGS_MANAGERS", "vault://secret/shop")];
    let report = Shop::loader().context(Context::from_pairs(pairs)).check();
    assert!(report.is_ok() && told(&report).contains("vault secret/shop (a check asks no network)"), "{report}");
}

/// A name that is nearly one of a key is shown, as it is of a reference.
#[test]
fn members_that_are_misspelt() {
    let document = r#"{"SECRET_KEI": "c4n4ry", "stripe": {"secretkey": "c4n4ry"}}"#;
    let error = loader(self::document(Table::new([("shop/test", document)])), &[]).load().unwrap_err();
    let text = failed(&error).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("SECRET_KEI is set: a typo?") && text.contains("secretkey is set: a typo?"), "{text}");
}

#[test]
fn a_document_that_the_profile_names_wrong() {
    let text = failed(&loader(document(Table::new([])), &[]).load().unwrap_err());
    assert!(text.contains("is test the right profile?"), "{text}");
}

#[test]
fn an_explanation_tells_of_a_local_source_that_cannot_be_read() {
    #[allow(dead_code, reason = "it is not read")]
    #[derive(Debug, Settings)]
    #[settings(file = "settings.toml")]
    struct Filed {
        key: SecretString,
    }
    let folder = tempfile::tempdir().unwrap();
    let loader = Filed::loader().context(Context::from_pairs([("KEY", "c4n4ry")]).in_directory(folder.path()));
    let explanation = loader.explain();
    let text = explained(&explanation);
    assert!(explanation.failed().any(|what| what.contains("settings.toml")), "{text}");
}
