//! Where the options of a manager come from: the layers below, files, a section of the config file, other managers.

use std::path::Path;

use tactful::{Context, ExposeSecret, Managed, SecretString, Settings, Stack, Vault};
use tactful_faults::{Answer, FaultServer, Request};

use crate::support::{Table, codes, failed, told};

#[derive(Debug, Settings)]
#[settings(file = "settings.toml")]
struct Small {
    secret_key: SecretString,
}

const TOKEN: &str = "c4n4ry-token";

/// A server of KV 2 that knows one token and gives one secret.
fn server() -> FaultServer {
    let server = FaultServer::start().unwrap();
    server.respond(|request: &Request| match request.header("x-vault-token") {
        Some(TOKEN) if request.path.contains("/mounts/") => {
            Answer::json(r#"{"data": {"path": "secret/", "type": "kv", "options": {"version": "2"}}}"#)
        }
        Some(TOKEN) => Answer::json(
            r#"{"data": {"data": {"secret_key": "c4n4ry-key", "more": "c4n4ry-more"},
                "metadata": {"version": 3, "created_time": "2026-01-01T00:00:00Z", "deletion_time": "", "destroyed": false}}}"#,
        ),
        _ => Answer::forbidden().body(r#"{"errors":["permission denied"]}"#),
    });
    server
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// Loads in a folder that holds these files, with these variables and the address of the server.
fn load(files: &[(&str, &str)], pairs: &[(&str, &str)], stack: Stack) -> Result<(String, String), tactful::LoadError> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "settings.toml", "");
    for (name, text) in files {
        write(folder.path(), name, &text.replace("FOLDER", &folder.path().display().to_string()));
    }
    let pairs =
        pairs.iter().map(|(name, value)| (*name, value.replace("FOLDER", &folder.path().display().to_string())));
    let context = Context::from_pairs(pairs).in_directory(folder.path());
    let (small, report) = Small::loader().context(context).stack(stack).load_with_report()?.into_parts();
    Ok((small.secret_key.expose_secret().to_owned(), told(&report)))
}

fn vault() -> Stack {
    Stack::standard().push(Vault::kv2("secret", "shop"))
}

#[test]
#[allow(clippy::type_complexity, reason = "a table")]
fn options_come_from_the_layers_below() {
    let server = server();
    let address = server.url("");
    let at = ("VAULT_ADDR", address.as_str());
    let section = format!("[settings.vault]\naddress = \"{address}\"\ntoken = \"ref+file://FOLDER/token\"\n");
    let tables: [(&[(&str, &str)], &[(&str, &str)]); 8] = [
        (&[], &[at, ("VAULT_TOKEN", TOKEN)]),
        (&[("token", "c4n4ry-token\n")], &[at, ("VAULT_TOKEN_FILE", "FOLDER/token")]),
        (&[("token", "c4n4ry-token\n")], &[at, ("VAULT_TOKEN_FILE", "token")]),
        (&[(".env", "VAULT_TOKEN=c4n4ry-token")], &[at]),
        (&[("token", "c4n4ry-token\n"), (".env", "VAULT_TOKEN_FILE=token")], &[at]),
        (&[("token", "c4n4ry-token")], &[at, ("VAULT_TOKEN", "ref+file://FOLDER/token")]),
        (&[("token.json", r#"{"a": "c4n4ry-token"}"#)], &[at, ("VAULT_TOKEN", "ref+file://FOLDER/token.json#/a")]),
        (&[("token", "c4n4ry-token"), ("settings.toml", &section)], &[]),
    ];
    for (files, pairs) in tables {
        let (key, text) = load(files, pairs, vault()).unwrap_or_else(|error| panic!("{files:?} {pairs:?}: {error}"));
        assert_eq!(key, "c4n4ry-key", "{files:?} {pairs:?}");
        let flowed = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flowed.contains("vault secret/shop (version 3"), "{text}");
        assert!(!text.contains("warning"), "{text}");
    }
    // What code says beats them all.
    let stack = Stack::standard().push(Vault::kv2("secret", "shop").token(SecretString::from(TOKEN)));
    load(&[], &[at, ("VAULT_TOKEN", "c4n4ry-wrong")], stack).unwrap();
}

/// A config file is read by many and committed, whatever its table is called.
#[test]
fn a_token_in_a_config_file_is_insecure() {
    let server = server();
    let section = format!("[settings.vault]\naddress = \"{}\"\ntoken = \"{TOKEN}\"\n", server.url(""));
    let (key, text) = load(&[("settings.toml", &section)], &[], vault()).unwrap();
    assert_eq!(key, "c4n4ry-key");
    assert!(text.contains("insecure") && text.contains("VAULT_TOKEN_FILE"), "{text}");
    let pairs = [("SETTINGS_PROFILE", "production")];
    let error = load(&[("settings.toml", &section)], &pairs, vault()).unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["insecure settings.vault.token", "source.misconfigured vault secret/shop"], "{text}");
    // What is no secret belongs there.
    let section = format!("[settings.vault]\naddress = \"{}\"\nrole_id = \"shop\"\n", server.url(""));
    let more = [("SETTINGS_PROFILE", "production"), ("VAULT_TOKEN", TOKEN), ("VAULT_AUTH_METHOD", "token")];
    let (_, text) = load(&[("settings.toml", &section)], &more, vault()).unwrap();
    assert!(!text.contains("insecure"), "{text}");
}

/// No layer names the store, and no code gives it an option.
#[test]
fn a_store_that_only_references_want_says_that_its_options_are_wrong() {
    let error = load(&[], &[("SECRET_KEY", "ref+vault://secret/shop#/secret_key")], Stack::standard()).unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["missing VAULT_ADDR", "source.misconfigured vault"], "{text}");
    assert!(text.contains("was not asked: its options are wrong") && text.contains("SECRET_KEY"), "{text}");
    assert!(!text.contains("code"), "{text}");
}

#[test]
fn options_come_from_managers_that_were_given_before() {
    let server = server();
    let address = server.url("");
    let before = |document: &str| {
        let table = Table::new([("options", document), ("token", TOKEN)]);
        Stack::standard().push(Managed::document(table, "options")).push(Vault::kv2("secret", "shop"))
    };
    // By a reference.
    let pairs = [("VAULT_ADDR", address.as_str()), ("VAULT_TOKEN", "ref+table://token")];
    assert_eq!(load(&[], &pairs, before("{}")).unwrap().0, "c4n4ry-key");
    // As members of a document: what no local layer has.
    let document = format!(r#"{{"VAULT_ADDR": "{address}", "VAULT_TOKEN": "{TOKEN}"}}"#);
    assert_eq!(load(&[], &[], before(&document)).unwrap().0, "c4n4ry-key");
    // A manager that is given later can not help.
    let table = Table::new([("options", document.as_str())]);
    let stack = Stack::standard().push(Vault::kv2("secret", "shop")).push(Managed::document(table, "options"));
    let error = load(&[], &[], stack).unwrap_err();
    assert!(codes(&error).contains(&"missing VAULT_ADDR".to_owned()), "{}", failed(&error));
    // The one that was asked before fails.
    let pairs = [("VAULT_ADDR", address.as_str()), ("VAULT_TOKEN", "ref+table://nothing")];
    let error = load(&[], &pairs, before("{}")).unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["reference.missing VAULT_TOKEN", "source.misconfigured vault secret/shop"], "{text}");
    assert!(text.contains("SECRET_KEY without a value"), "{text}");
}

#[test]
fn references_bring_their_own_manager() {
    let server = server();
    let address = server.url("");
    let pairs =
        [("VAULT_ADDR", address.as_str()), ("VAULT_TOKEN", TOKEN), ("SECRET_KEY", "ref+vault://secret/shop#/more")];
    assert_eq!(load(&[], &pairs, Stack::standard()).unwrap().0, "c4n4ry-more");
    let pairs =
        [("VAULT_ADDR", address.as_str()), ("VAULT_TOKEN", TOKEN), ("SETTINGS_MANAGERS", "vault://secret/shop")];
    assert_eq!(load(&[], &pairs, Stack::standard()).unwrap().0, "c4n4ry-key");
    let file = "[[settings.managers]]\nurl = \"vault://secret/shop\"\n";
    assert_eq!(load(&[("settings.toml", file)], &pairs[..2], Stack::standard()).unwrap().0, "c4n4ry-key");
}

#[test]
fn what_is_wrong_with_options_comes_in_the_same_report() {
    let pairs = [("VAULT_TOKEN_FILE", "/no/such/token"), ("SECRET_KEY", "")];
    let error = load(&[], &pairs, vault()).unwrap_err();
    let text = failed(&error);
    let mut found = codes(&error);
    found.sort();
    assert_eq!(
        found,
        [
            "invalid SECRET_KEY",
            "missing VAULT_ADDR",
            "source.misconfigured vault secret/shop",
            "source.missing VAULT_TOKEN_FILE"
        ],
        "{text}"
    );
    // Of an optional one they only warn.
    let stack = Stack::standard().push(Vault::kv2("secret", "shop").optional());
    let (_, text) = load(&[], &[("SECRET_KEY", "c4n4ry")], stack).unwrap();
    assert!(text.contains("missing") && text.contains("VAULT_ADDR"), "{text}");
}

#[test]
fn cycles_are_named() {
    let server = server();
    let address = server.url("");
    let at = ("VAULT_ADDR", address.as_str());
    // A store that keeps its own token.
    let error = load(&[], &[at, ("VAULT_TOKEN", "ref+vault://secret/token#/a")], vault()).unwrap_err();
    let text = failed(&error);
    assert_eq!(codes(&error), ["cycle VAULT_TOKEN"], "{text}");
    assert!(text.contains("VAULT_TOKEN waits for vault"), "{text}");
    assert!(text.contains("VAULT_TOKEN_FILE"), "{text}");
    assert!(text.contains("SECRET_KEY without a value"), "{text}");
    // Two that wait for each other.
    let pairs = [
        at,
        ("VAULT_TOKEN", "ref+awsssm:///vault/token"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "AKIAINVENTED00000042"),
        ("AWS_SECRET_ACCESS_KEY", "ref+vault://secret/aws#/key"),
        ("AWS_ENDPOINT_URL", address.as_str()),
    ];
    let error = load(&[], &pairs, vault()).unwrap_err();
    let text = failed(&error);
    let flowed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(codes(&error).iter().all(|code| code.starts_with("cycle ")), "{text}");
    assert!(flowed.contains("VAULT_TOKEN waits for aws"), "{text}");
    assert!(flowed.contains("AWS_SECRET_ACCESS_KEY waits for vault"), "{text}");
    assert!(server.requests().is_empty(), "nobody is asked");
}

#[test]
fn what_code_gives_beats_a_document_and_a_key_of_the_application_is_no_option() {
    let server = server();
    let address = server.url("");
    let load = |document: &str, source: Vault| {
        let table = Table::new([("options", document)]);
        load(&[], &[], Stack::standard().push(Managed::document(table, "options")).push(source))
    };
    let document = format!(r#"{{"VAULT_ADDR": "{address}", "VAULT_TOKEN": "c4n4ry-wrong"}}"#);
    let source = || Vault::kv2("secret", "shop");
    assert_eq!(load(&document, source().token(SecretString::from(TOKEN))).unwrap().0, "c4n4ry-key");
    // Without the token of the code, that of the document counts.
    let error = load(&document, source()).unwrap_err();
    assert!(codes(&error)[0].starts_with("source."), "{}", failed(&error));
    // `token` and `username` are the application's own.
    let document = format!(r#"{{"VAULT_ADDR": "{address}", "token": "c4n4ry", "username": "c4n4ry"}}"#);
    assert_eq!(load(&document, source().token(SecretString::from(TOKEN))).unwrap().0, "c4n4ry-key");
    let text = failed(&load(&document, source()).unwrap_err());
    assert!(text.contains("no way to log in is given"), "{text}");
}

/// The levers of an application hold for the options of its managers, too.
#[test]
fn levers_with_a_prefix_of_their_own() {
    #[derive(Debug, Settings)]
    #[settings(file = "settings.toml", control_prefix = "SHOP_SETTINGS")]
    struct Own {
        secret_key: SecretString,
    }
    let server = server();
    let folder = tempfile::tempdir().unwrap();
    let section = format!("[settings.vault]\naddress = \"{}\"\ntoken = \"{TOKEN}\"\n", server.url(""));
    write(folder.path(), "settings.toml", &section);
    let load = |lever| {
        let pairs = [("SHOP_SETTINGS_PROFILE", "production"), lever];
        Own::loader().context(Context::from_pairs(pairs).in_directory(folder.path())).stack(vault()).load()
    };
    assert_eq!(codes(&load(("A", "b")).unwrap_err())[0], "insecure settings.vault.token");
    let own = load(("SHOP_SETTINGS_WARN_ONLY", "insecure")).unwrap();
    assert_eq!(own.secret_key.expose_secret(), "c4n4ry-key");
}

/// A login is no required option, and yet nothing works without one. What is at hand counts.
#[test]
fn a_login_that_an_earlier_document_has() {
    let server = server();
    let address = server.url("");
    let load = |document: &str, pairs: &[(&str, &str)]| {
        let table = Table::new([("options", document)]);
        let stack = Stack::standard().push(Managed::document(table, "options")).push(Vault::kv2("secret", "shop"));
        load(&[], pairs, stack)
    };
    let at = ("VAULT_ADDR", address.as_str());
    let token = format!(r#"{{"VAULT_TOKEN": "{TOKEN}"}}"#);
    assert_eq!(load(&token, &[at]).unwrap().0, "c4n4ry-key");
    let both = format!(r#"{{"VAULT_ADDR": "{address}", "VAULT_TOKEN": "c4n4ry-wrong"}}"#);
    assert_eq!(load(&both, &[("VAULT_TOKEN", TOKEN)]).unwrap().0, "c4n4ry-key");
    let text = failed(&load("{}", &[at]).unwrap_err());
    assert!(text.contains("no way to log in is given"), "{text}");
}

#[test]
fn tables_and_options_that_are_misspelt() {
    let server = server();
    let section =
        format!("[settings.vault]\naddress = \"{}\"\nadress = \"x\"\n[settings.valut]\na = 1\n", server.url(""));
    let (_, text) = load(&[("settings.toml", &section)], &[("VAULT_TOKEN", TOKEN)], vault()).unwrap();
    assert!(text.contains("settings.vault.adress") && text.contains("did you mean settings.vault?"), "{text}");
}
