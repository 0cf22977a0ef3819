//! What an operator can move: `SETTINGS_MANAGERS`, `SETTINGS_ENV_WINS`, and managers in a config file.

use std::collections::BTreeMap;

use tactful::{Context, ExposeSecret, Managed, ManagerErrorKind, Settings, Stack};

use crate::support::{DOCUMENT, Shop, Table, calls, codes, failed, told};

/// One key of the [`Shop`].
#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct One {
    #[allow(dead_code, reason = "it is not read")]
    secret_key: tactful::SecretString,
}

const ENV: [(&str, &str); 2] = [("SHOP_SECRET_KEY", "c4n4ry-env-1"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry-env-2")];

fn with(lever: (&'static str, &str)) -> Context {
    Context::from_pairs(ENV.into_iter().chain([lever]).map(|(name, value)| (name, value.to_owned())))
}

#[test]
fn the_environment_may_win() {
    for (lever, key, stripe, asked_for) in [
        ("SHOP_SECRET_KEY", "c4n4ry-env-1", "c4n4ry-stripe", 3),
        ("SHOP_SECRET_KEY, SHOP_STRIPE_SECRET_KEY", "c4n4ry-env-1", "c4n4ry-env-2", 2),
        ("*", "c4n4ry-env-1", "c4n4ry-env-2", 2),
        ("SHOP_STRIPE_TIMEOUT", "c4n4ry-key", "c4n4ry-stripe", 4),
    ] {
        let load = |managed| {
            let loader = Shop::loader().context(with(("SETTINGS_ENV_WINS", lever))).push(managed);
            let (shop, report) = loader.load_with_report().unwrap().into_parts();
            assert_eq!(shop.secret_key.expose_secret(), key, "{lever}");
            assert_eq!(shop.stripe.secret_key.expose_secret(), stripe, "{lever}");
            told(&report);
        };
        load(Managed::document(Table::new([("shop", DOCUMENT)]), "shop"));
        // What is given to the environment is not asked for.
        let table = Table::new([("SHOP_SECRET_KEY", "c4n4ry-key"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry-stripe")]);
        let asked = table.asked();
        load(Managed::each(table, "{name}"));
        assert_eq!(calls(&asked).1.len(), asked_for, "{lever}");
    }
}

#[test]
fn a_name_that_no_key_has() {
    let loader = Shop::loader()
        .context(with(("SETTINGS_ENV_WINS", "SHOP_SECRET_KEX")))
        .push(Managed::document(Table::new([("shop", DOCUMENT)]), "shop"));
    let error = loader.load().unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["invalid SETTINGS_ENV_WINS"], "{text}");
    assert!(text.contains("did you mean SHOP_SECRET_KEY?"), "{text}");
}

#[test]
fn the_way_past_a_store_that_is_down() {
    let down = || Managed::document(Table::new([]).failing("shop", ManagerErrorKind::Denied), "shop");
    let load = |lever| Shop::loader().context(with(lever)).push(down()).load_with_report();
    assert!(load(("A", "b")).is_err());
    let (_, report) = load(("SETTINGS_MANAGERS", "none")).unwrap().into_parts();
    assert!(report.warnings().is_empty(), "{}", told(&report));
    let (_, report) = load(("SETTINGS_ENV_WINS", "*")).unwrap().into_parts();
    assert_eq!(report.warnings().len(), 1, "{}", told(&report));
    // All of it, or it is no way past.
    assert!(load(("SETTINGS_ENV_WINS", "SHOP_SECRET_KEY")).is_err());
}

#[test]
fn managers_by_address() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("low.json"), DOCUMENT).unwrap();
    std::fs::write(path("high-test.json"), r#"{"secret_key": "c4n4ry-high"}"#).unwrap();
    let unused = Table::new([]);
    let asked = unused.asked();
    let addresses = format!("file://{} file://{}", path("low.json"), path("high-{profile}.json"));
    let loader = |addresses: &str| Shop::loader().context(Context::from_pairs([("SETTINGS_MANAGERS", addresses)]));
    let shop = loader(&addresses).push(Managed::document(unused, "shop")).load().unwrap();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-high");
    assert_eq!(shop.stripe.secret_key.expose_secret(), "c4n4ry-stripe");
    assert_eq!(calls(&asked).0, 0, "the operator's managers replace those of code");
    for (addresses, part) in [
        ("fiel:///x", "did you mean file?"),
        ("file:///x,file:///y", "separate them by blanks"),
        ("None", "write none, alone and in small letters"),
        ("none file:///x", "write none, alone and in small letters"),
        ("x", "item 1 is no address"),
        ("file:///x#/a", "has a member of a document in it"),
        ("file://user:c4n4ry@x/", "has credentials in it"),
        ("file:///x?a=b", "has the unknown option \"a\""),
    ] {
        let error = loader(addresses).load().unwrap_err();
        let text = failed(&error);
        assert!(text.contains("invalid   SETTINGS_MANAGERS") && text.contains(part), "{part}: {text}");
    }
}

#[test]
fn managers_in_a_config_file() {
    #[derive(Debug, Settings)]
    #[settings(file = "settings.toml")]
    struct Small {
        key: tactful::SecretString,
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let here = folder.path().display();
    write("one.json", r#"{"key": "c4n4ry-1"}"#);
    write("two.json", r#"{"key": "c4n4ry-2"}"#);
    let load =
        || Small::loader().context(Context::from_pairs([("A", "b")]).in_directory(folder.path())).load_with_report();
    write("settings.toml", &format!("[[settings.managers]]\nurl = \"file://{here}/one.json\"\n"));
    assert_eq!(load().unwrap().settings().key.expose_secret(), "c4n4ry-1");
    // The sibling of the profile replaces the list.
    write("settings.test.toml", &format!("[[settings.managers]]\nurl = \"file://{here}/two.json\"\n"));
    assert_eq!(load().unwrap().settings().key.expose_secret(), "c4n4ry-2");
    write(
        "settings.test.toml",
        &format!(
            "[[settings.managers]]\nurl = \"file://{here}/one.json\"\n[[settings.managers]]\nurl = \"file://{here}/no.json\"\noptional = true\n"
        ),
    );
    let loaded = load().unwrap();
    assert_eq!(loaded.settings().key.expose_secret(), "c4n4ry-1");
    assert_eq!(loaded.report().warnings().len(), 1, "{}", told(loaded.report()));
    for (text, part) in [
        ("[settings]\nmanagers = 5\n", "is no list of tables"),
        ("[[settings.managers]]\nulr = \"file:///x\"\n", "item 1 has \"ulr\""),
        ("[[settings.managers]]\noptional = true\n", "item 1 has no `url`"),
        ("[[settings.managers]]\nurl = \"nobody://x\"\n", "has the scheme \"nobody\""),
    ] {
        write("settings.test.toml", text);
        let error = load().unwrap_err();
        let text = failed(&error);
        assert!(text.contains(part) && text.contains("settings.test.toml"), "{part}: {text}");
    }
}

#[test]
fn a_stack_without_them_asks_nobody() {
    let table = Table::new([]);
    let asked = table.asked();
    let stack = Stack::standard().push(Managed::document(table, "shop")).without(tactful::LayerName::new("table"));
    Shop::loader().context(Context::from_pairs(ENV)).stack(stack).load().unwrap();
    assert_eq!(calls(&asked).0, 0);
}

/// A key may be named as the environment has it: by an alias, or by the group or map that is given whole.
#[test]
fn names_of_keys_that_the_environment_wins() {
    #[derive(Debug, Settings)]
    struct Named {
        #[settings(alias(env = "OLD_NAME"))]
        name: String,
        limits: BTreeMap<String, u32>,
        #[settings(nested)]
        stripe: crate::support::Stripe,
    }
    let document = r#"{"name": "managed", "limits": {"a": 2}, "stripe": {"secret_key": "c4n4ry-managed"}}"#;
    let env = [("OLD_NAME", "own"), ("LIMITS", "a=1"), ("STRIPE", r#"{"secret_key": "c4n4ry-own"}"#)];
    for (names, expected) in [
        ("OLD_NAME", ("own", 2, "c4n4ry-managed")),
        ("NAME", ("own", 2, "c4n4ry-managed")),
        ("LIMITS", ("managed", 1, "c4n4ry-managed")),
        ("STRIPE", ("managed", 2, "c4n4ry-own")),
        ("STRIPE_SECRET_KEY", ("managed", 2, "c4n4ry-own")),
        ("NAME,LIMITS,STRIPE", ("own", 1, "c4n4ry-own")),
    ] {
        let context = Context::from_pairs(env.into_iter().chain([("SETTINGS_ENV_WINS", names)]));
        let loader = Named::loader().context(context);
        let limits = loader.push(Managed::document(Table::new([("shop", document)]), "shop")).load().unwrap();
        let found = (limits.name.as_str(), limits.limits["a"], limits.stripe.secret_key.expose_secret());
        assert_eq!(found, expected, "{names}");
    }
}

/// Whatever is wrong with a manager: the way past it is one variable.
#[test]
fn the_way_past_a_store_whose_options_are_wrong() {
    let load =
        |lever| Shop::loader().context(with(lever)).push(tactful::Vault::kv2("secret", "shop")).load_with_report();
    assert_eq!(codes(&load(("A", "b")).unwrap_err())[0], "missing VAULT_ADDR");
    // Nothing is left to ask it for.
    let all = "SHOP_SECRET_KEY,SHOP_STRIPE_SECRET_KEY";
    let error = load(("SETTINGS_ENV_WINS", all)).unwrap_err();
    assert_eq!(codes(&error)[0], "missing VAULT_ADDR", "max_connections may be there: {}", failed(&error));
    let (shop, report) = load(("SETTINGS_ENV_WINS", "*")).unwrap().into_parts();
    assert_eq!(shop.secret_key.expose_secret(), "c4n4ry-env-1");
    assert!(told(&report).contains("VAULT_ADDR"), "{report}");
    let (_, report) = One::loader()
        .context(with(("SETTINGS_ENV_WINS", "SHOP_SECRET_KEY")))
        .push(tactful::Vault::kv2("secret", "shop"))
        .load_with_report()
        .unwrap()
        .into_parts();
    assert!(report.warnings().is_empty(), "{}", told(&report));
}

#[test]
fn lists_and_maps_that_the_environment_wins() {
    #[derive(Debug, Settings)]
    struct Worker {
        name: String,
    }
    #[derive(Debug, Settings)]
    struct Shop {
        #[settings(nested)]
        workers: Vec<Worker>,
        #[settings(nested)]
        teams: BTreeMap<String, Worker>,
        limits: BTreeMap<String, u32>,
    }
    let env = [("WORKERS", r#"[{"name": "own"}]"#), ("TEAMS", r#"{"a": {"name": "own"}}"#), ("LIMITS", "a=1")];
    let load = |lever, document: &'static str| {
        let table = Table::new([("shop", document)]);
        let asked = table.asked();
        let context = Context::from_pairs(env.into_iter().chain([("SETTINGS_ENV_WINS", lever)]));
        let shop = Shop::loader().context(context).push(Managed::document(table, "shop")).load().unwrap();
        let names = |names: Vec<&Worker>| names.iter().map(|worker| worker.name.clone()).collect::<Vec<_>>().join(",");
        (names(shop.workers.iter().collect()), names(shop.teams.values().collect()), shop.limits, calls(&asked).0)
    };
    let own = BTreeMap::from([("a".to_owned(), 1)]);
    let document = r#"{"workers": [{"name": "x"}, {"name": "y"}], "teams": {"a": {"name": "x"}}, "limits": {"a": 2}}"#;
    let (workers, teams, limits, _) = load("", document);
    assert_eq!((workers.as_str(), teams.as_str(), limits["a"]), ("x,y", "x", 2));
    for document in [
        document,
        r#"{"workers": null, "teams": "", "limits": null}"#,
        r#"{"workers": 5, "teams": [], "limits": 7}"#,
        r#"{"workers": "x", "teams": "x", "limits": "garbage"}"#,
        r#"{"workers": "ref+x://y", "teams": "ref+x://y", "limits": "ref+x://y"}"#,
        r#"{"WORKERS__0__NAME": "x", "teams.a.name": "x", "LIMITS__A": "2"}"#,
        r#"{"workers.0.name": "x"}"#,
    ] {
        for lever in ["*", "WORKERS,TEAMS,LIMITS"] {
            let found = load(lever, document);
            assert_eq!(found, ("own".to_owned(), "own".to_owned(), own.clone(), 1), "{lever} {document}");
        }
    }
}

/// A map that is given in one text is not asked for: then nobody is.
#[test]
fn a_map_that_the_environment_gives_whole() {
    #[derive(Debug, Settings)]
    struct Limits {
        limits: BTreeMap<String, u32>,
    }
    let load = |name, value| {
        let context = Context::from_pairs([(name, value), ("SETTINGS_ENV_WINS", "LIMITS")]);
        Limits::loader().context(context).push(tactful::Vault::kv2("secret", "shop")).load()
    };
    assert_eq!(load("LIMITS", "a=1").unwrap().limits["a"], 1);
    // One entry of it leaves the others to the store.
    assert_eq!(codes(&load("LIMITS__A", "1").unwrap_err())[0], "missing VAULT_ADDR");
}

/// Whom nobody asks needs no options, and so no other store for them; whoever only may fail makes none a problem.
#[test]
fn stores_that_only_such_stores_wait_for() {
    let aws = || tactful::AwsSecrets::document("shop").region("eu-west-1");
    let load = |source, lever| {
        let pairs = [
            ("SHOP_SECRET_KEY", "c4n4ry-env-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "ref+vault://secret/aws#/key"),
            lever,
        ];
        One::loader().context(Context::from_pairs(pairs)).push(source).load_with_report()
    };
    let error = load(aws(), ("A", "b")).unwrap_err();
    assert!(codes(&error).contains(&"missing VAULT_ADDR".to_owned()), "{}", failed(&error));
    let (_, report) = load(aws(), ("SETTINGS_ENV_WINS", "SHOP_SECRET_KEY")).unwrap().into_parts();
    assert!(report.warnings().is_empty(), "{}", told(&report));
    let (_, report) = load(aws().optional(), ("A", "b")).unwrap().into_parts();
    assert!(report.warnings().iter().any(|warning| warning.name() == "VAULT_ADDR"), "{}", told(&report));
}

/// Whoever cannot be asked leaves keys open. They are not missing, and the cause comes first.
#[test]
fn managers_that_nobody_can_name() {
    let bad = || Managed::document(Table::new([]), "shop/{profil}");
    for (lever, code) in
        [(("SETTINGS_MANAGERS", "valut://x"), "invalid SETTINGS_MANAGERS"), (("A", "b"), "invalid table shop/{profil}")]
    {
        let error = Shop::loader().context(Context::from_pairs([lever])).push(bad()).load().unwrap_err();
        let text = failed(&error);
        assert_eq!(codes(&error), [code], "{text}");
        assert!(text.contains("SHOP_SECRET_KEY, SHOP_STRIPE_SECRET_KEY without a value"), "{text}");
    }
    let context = Context::from_pairs([("SETTINGS_PROFILE", "Production")]);
    let error = Shop::loader().context(context).push(Managed::document(Table::new([]), "shop")).load().unwrap_err();
    let text = failed(&error);
    assert!(text.contains("SHOP_SECRET_KEY, SHOP_STRIPE_SECRET_KEY without a value"), "{text}");
    assert!(!codes(&error).iter().any(|code| code.starts_with("missing")), "{text}");
}

/// A forgotten `export`: what the operator counts on does not happen.
#[test]
fn names_that_the_environment_does_not_have() {
    let context = Context::from_pairs([ENV[1], ("SETTINGS_ENV_WINS", "SHOP_SECRET_KEY,SHOP_STRIPE")]);
    let loader = Shop::loader().context(context).push(Managed::document(Table::new([("shop", DOCUMENT)]), "shop"));
    let (_, report) = loader.load_with_report().unwrap().into_parts();
    let text = told(&report);
    assert_eq!(report.warnings().len(), 1, "{text}");
    assert!(text.contains("names SHOP_SECRET_KEY, which the environment does not have"), "{text}");
}

#[test]
fn levers_that_are_misspelt() {
    for (name, near) in [("SETTINGS_MANAGER", "SETTINGS_MANAGERS"), ("SETTINGS_ENVWINS", "SETTINGS_ENV_WINS")] {
        let table = Table::new([("shop", DOCUMENT)]);
        let loader = Shop::loader().context(with((name, "none"))).push(Managed::document(table, "shop"));
        let (_, report) = loader.load_with_report().unwrap().into_parts();
        let text = told(&report);
        assert!(text.contains(&format!("did you mean {near}?")), "{text}");
    }
}
