//! `Secrets`: every name of every layer, without a struct.

use tactful::{Context, ExposeSecret, Managed, ManagerErrorKind, Overrides, Secrets, SecretsDir, Stack};

use crate::support::{CANARY, Table, codes, failed, told};

fn stack() -> Stack {
    let document = r#"{"STRIPE_KEY": "c4n4ry-vault", "db": {"password": "c4n4ry-db", "port": 5432, "none": null}}"#;
    Stack::standard()
        .push(Managed::document(Table::new([("shop/test", document), ("key", "c4n4ry-key")]), "shop/{profile}"))
}

#[test]
fn names_of_all_layers() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(".env", "ONLY_DOTENV=c4n4ry-dotenv\nSTRIPE_KEY=c4n4ry-stale\nLOW_FILE=low\n");
    write("low", "c4n4ry-low\n");
    write("pin", "c4n4ry-pin\r\n");
    std::fs::create_dir(folder.path().join("mounted")).unwrap();
    write("mounted/session_key", "c4n4ry-mounted\n");
    let pin = folder.path().join("pin").display().to_string();
    let pairs = [
        ("SECRET_KEY", "ref+table://key"),
        ("PIN_FILE", pin.as_str()),
        ("PIN", "c4n4ry-loses"),
        ("LOW", "c4n4ry-env"),
        ("GONE_FILE", "/no/such/file"),
        ("EMPTY", ""),
    ];
    let stack = stack()
        .push_below(tactful::LayerName::ENV, SecretsDir::new(folder.path().join("mounted")))
        .push(Overrides::pairs([("FLAG", "c4n4ry-flag")]));
    let secrets = Secrets::of(&stack, &Context::from_pairs(pairs).in_directory(folder.path())).unwrap();
    for (name, value) in [
        ("SECRET_KEY", "c4n4ry-key"),
        ("STRIPE_KEY", "c4n4ry-vault"),
        ("ONLY_DOTENV", "c4n4ry-dotenv"),
        ("SESSION_KEY", "c4n4ry-mounted"),
        ("PIN", "c4n4ry-pin"),
        ("LOW", "c4n4ry-env"),
        ("FLAG", "c4n4ry-flag"),
        ("EMPTY", ""),
        ("db.password", "c4n4ry-db"),
        ("db.port", "5432"),
    ] {
        assert_eq!(secrets[name].expose_secret(), value, "{name}");
    }
    assert!(secrets.get("NOTHING").is_none() && secrets.get("db.none").is_none());
    assert!(secrets.get("GONE").is_none());
    let problem = secrets.try_get("GONE").unwrap_err();
    assert!(problem.to_string().contains("/no/such/file, which does not exist"), "{problem}");
    let names: Vec<&str> = secrets.names().collect();
    assert!(names.is_sorted() && names.contains(&"db.password"), "{names:?}");
    let text = format!("{secrets:?}{:#?}", secrets.report());
    assert!(!text.contains(CANARY), "{text}");
    told(secrets.report());
}

#[test]
fn what_cannot_be_read_is_told_at_once() {
    let pairs = [("A", "ref+table://nothing"), ("B", "ref+nobody://x"), ("C", "c4n4ry")];
    let stack = stack().push(Managed::document(Table::named("other", []).failing("x", ManagerErrorKind::Denied), "x"));
    let error = Secrets::of(&stack, &Context::from_pairs(pairs)).unwrap_err();
    let text = failed(&error);
    let mut codes = codes(&error);
    codes.sort();
    assert_eq!(codes, ["reference B", "reference.missing A", "source.denied other x"], "{text}");
}

#[test]
#[should_panic(expected = "no layer has the secret NOTHING")]
fn an_index_that_is_not_there() {
    let secrets = Secrets::of(&Stack::standard(), &Context::from_pairs([("A", "b")])).unwrap();
    let _ = &secrets["NOTHING"];
}

#[test]
fn in_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let context = Context::from_pairs([("A", "ref+table://key")]);
    let secrets = runtime.block_on(Secrets::of_async(&stack(), &context)).unwrap();
    assert_eq!(secrets["A"].expose_secret(), "c4n4ry-key");
    let secrets = runtime.block_on(async { Secrets::of(&stack(), &context).unwrap() });
    assert_eq!(secrets["A"].expose_secret(), "c4n4ry-key");
}

#[test]
fn what_a_manager_says_is_not_followed() {
    let document = r#"{"A": "ref+table://key", "B": "c4n4ry", "list": ["c4n4ry"]}"#;
    let table = Table::new([("shop", document), ("key", "c4n4ry-key"), ("chain", "ref+table://key")]);
    let stack = Stack::standard().push(Managed::document(table, "shop"));
    let error = Secrets::of(&stack, &Context::from_pairs([("C", "ref+table://chain")])).unwrap_err();
    let mut codes = codes(&error);
    codes.sort();
    assert_eq!(codes, ["reference.chained A", "reference.chained C"], "{}", failed(&error));
}

/// A value that its layer cannot give is none, and no lower layer's takes its place.
#[test]
fn what_cannot_be_given_hides_what_lies_below() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write(".env", b"KEY=c4n4ry-dev\nBYTES=c4n4ry-dev\nNULL_FILE=mounted/null\nLIST=c4n4ry-dev\n");
    std::fs::create_dir(folder.path().join("mounted")).unwrap();
    write("mounted/key", &vec![b'x'; 2 << 20]);
    write("mounted/null", b"c4n4ry-dev");
    write("mounted/bytes", b"c4n4ry\xff");
    let table = Table::new([("shop", r#"{"NULL": null, "LIST": ["c4n4ry"]}"#)]);
    let stack = Stack::standard()
        .push_below(tactful::LayerName::ENV, SecretsDir::new(folder.path().join("mounted")))
        .push(Managed::document(table, "shop"));
    let secrets = Secrets::of(&stack, &Context::from_pairs([("A", "b")]).in_directory(folder.path())).unwrap();
    for (name, part) in [("KEY", "MiB"), ("BYTES", "not UTF-8"), ("LIST", "is a list, and no text")] {
        assert!(secrets.get(name).is_none(), "{name}");
        let problem = secrets.try_get(name).unwrap_err();
        let text = format!("{problem}\n{problem:?}");
        assert!(text.contains(part) && text.contains(name) && !text.contains(CANARY), "{text}");
    }
    assert!(secrets.try_get("NULL").unwrap().is_none());
    assert!(!secrets.names().any(|name| name == "NULL"));
}

#[test]
fn paths_that_name_no_file() {
    let pairs = [("KEY", "c4n4ry"), ("KEY_FILE", ""), ("LOW_FILE", "Cargo.toml")];
    let secrets = Secrets::of(&Stack::standard(), &Context::from_pairs(pairs)).unwrap();
    assert_eq!(secrets["KEY"].expose_secret(), "c4n4ry");
    // A closed context without a directory reads nothing of the process's own.
    let problem = secrets.try_get("LOW").unwrap_err().to_string();
    assert!(problem.contains("this closed context has no directory"), "{problem}");
}

#[test]
fn levers() {
    let load = |lever: &'static str, table: Table| {
        let pairs = [("STRIPE_KEY", "c4n4ry-env"), ("SETTINGS_ENV_WINS", lever)];
        let stack = Stack::standard().push(Managed::document(table, "shop"));
        Secrets::of(&stack, &Context::from_pairs(pairs))
    };
    let table = || Table::new([("shop", r#"{"STRIPE_KEY": "c4n4ry-managed", "OTHER": "c4n4ry-other"}"#)]);
    for (lever, value) in [("", "c4n4ry-managed"), ("STRIPE_KEY", "c4n4ry-env"), ("*", "c4n4ry-env")] {
        let secrets = load(lever, table()).unwrap();
        assert_eq!(secrets["STRIPE_KEY"].expose_secret(), value, "{lever}");
        assert_eq!(secrets["OTHER"].expose_secret(), "c4n4ry-other");
    }
    // NAME_FILE is the environment's, too.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key").display().to_string();
    std::fs::write(&path, "c4n4ry-file").unwrap();
    let pairs = [("STRIPE_KEY_FILE", path.as_str()), ("SETTINGS_ENV_WINS", "STRIPE_KEY")];
    let stack = Stack::standard().push(Managed::document(table(), "shop"));
    let secrets = Secrets::of(&stack, &Context::from_pairs(pairs)).unwrap();
    assert_eq!(secrets["STRIPE_KEY"].expose_secret(), "c4n4ry-file");
    let down = || Table::new([]).failing("shop", ManagerErrorKind::Denied);
    assert!(load("STRIPE_KEY", down()).is_err());
    assert_eq!(load("*", down()).unwrap()["STRIPE_KEY"].expose_secret(), "c4n4ry-env");
}

/// Stores of their own, whose options are read in the same world.
#[test]
fn references_to_stores_with_options() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("key"), "c4n4ry-file").unwrap();
    std::fs::write(path("token"), "c4n4ry-token\n").unwrap();
    let server = tactful_faults::FaultServer::start().unwrap();
    server.respond(|request| match request.header("x-vault-token") {
        Some("c4n4ry-token") => {
            tactful_faults::Answer::json(r#"{"data": {"data": {"k": "c4n4ry-vault"}, "metadata": {"version": 3}}}"#)
        }
        _ => tactful_faults::Answer::forbidden(),
    });
    let pairs = [
        ("A", format!("ref+file://{}", path("key"))),
        ("B", "ref+vault://secret/shop#/k".to_owned()),
        ("VAULT_ADDR", server.url("")),
        ("VAULT_TOKEN_FILE", path("token")),
    ];
    let secrets = Secrets::of(&Stack::standard(), &Context::from_pairs(pairs)).unwrap();
    assert_eq!(secrets["A"].expose_secret(), "c4n4ry-file");
    assert_eq!(secrets["B"].expose_secret(), "c4n4ry-vault");
    told(secrets.report());
}

#[test]
fn a_store_of_what_is_hidden_warns() {
    let down = Table::named("down", []).failing("x", ManagerErrorKind::Unauthenticated);
    let stack = Stack::standard()
        .push(Managed::document(down, "x").optional())
        .push(Managed::document(Table::new([("shop", r#"{"A": "c4n4ry"}"#)]), "shop"));
    let load = |name| Secrets::of(&stack, &Context::from_pairs([(name, "ref+down://x")]));
    assert_eq!(load("A").unwrap()["A"].expose_secret(), "c4n4ry");
    let error = load("B").unwrap_err();
    assert_eq!(codes(&error), ["source.unauthenticated down"], "{}", failed(&error));
}
