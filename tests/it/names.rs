//! What the sources call a key.

use std::collections::BTreeMap;

use tactful::{Code, Overrides, Settings, Severity};

use crate::support::{codes, load_in, loader_in, problems, project, warnings};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct Named {
    #[settings(rename = "url", default = "d")]
    base_url: String,
    #[settings(env = "DATABASE_URL", default = "d")]
    database: String,
    #[settings(default = "d", alias = "colour", alias(env = "PAINT"), deprecated_alias = "tint")]
    color: String,
    #[settings(nested, prefix = "PAY")]
    payment: Payment,
    #[settings(flatten)]
    server: Server,
    #[settings(default = "d")]
    r#type: String,
}

#[derive(Debug, Settings)]
#[settings(prefix = "IGNORED")]
struct Payment {
    #[settings(default = "d")]
    key_id: String,
}

#[derive(Debug, Settings)]
#[settings(rename_all = "camelCase")]
struct Server {
    #[settings(default = 1)]
    listen_port: u16,
}

fn named(pairs: &[(&str, &str)]) -> Named {
    Named::from_pairs(pairs.iter().copied()).unwrap()
}

#[test]
fn environment_names_are_formed_from_prefixes_and_key() {
    assert_eq!(named(&[("SHOP_URL", "x")]).base_url, "x");
    assert_eq!(named(&[("DATABASE_URL", "x")]).database, "x");
    assert_eq!(named(&[("SHOP_DATABASE_URL", "x")]).database, "d");
    assert_eq!(named(&[("SHOP_PAY_KEY_ID", "x")]).payment.key_id, "x");
    assert_eq!(named(&[("SHOP_LISTEN_PORT", "7")]).server.listen_port, 7);
    assert_eq!(named(&[("SHOP_TYPE", "x")]).r#type, "x");
}

#[test]
fn aliases_are_other_names() {
    assert_eq!(named(&[("SHOP_COLOUR", "x")]).color, "x");
    assert_eq!(named(&[("PAINT", "x")]).color, "x");
    assert_eq!(named(&[("SHOP_TINT", "x")]).color, "x");
    let both = [("SHOP_COLOR", "own"), ("SHOP_COLOUR", "alias")];
    let loaded = Named::loader().context(tactful::Context::from_pairs(both)).load_with_report().unwrap();
    assert_eq!(loaded.settings().color, "own");
    assert_eq!(warnings(loaded.report()), ["conflict SHOP_COLOR"]);
    let error = Named::loader().context(tactful::Context::from_pairs(both)).profile("production").load().unwrap_err();
    assert_eq!(codes(&error), [Code::Conflict]);
}

#[test]
fn a_deprecated_alias_warns_and_yields() {
    let pairs = [("SHOP_COLOR", "new"), ("SHOP_TINT", "old")];
    let loader = Named::loader().context(tactful::Context::from_pairs(pairs)).profile("production");
    let loaded = loader.load_with_report().unwrap();
    assert_eq!(loaded.settings().color, "new");
    assert_eq!(warnings(loaded.report()), ["deprecated SHOP_TINT"]);
}

#[test]
fn documents_know_keys_by_path_dotted_path_and_environment_name() {
    for text in ["payment.key_id = 'x'", "'payment.key_id' = 'x'", "SHOP_PAY_KEY_ID = 'x'", "[payment]\nkey_id = 'x'"] {
        let folder = project(&[("s.toml", text)]);
        let stack = tactful::Stack::new().push(tactful::ConfigFile::new("s.toml"));
        let loaded = loader_in::<Named>(folder.path(), &[]).stack(stack).load().unwrap();
        assert_eq!(loaded.payment.key_id, "x", "{text}");
    }
    let folder = project(&[("s.toml", "url = 'a'\nSHOP_URL = 'b'\nlistenPort = 3")]);
    let stack = tactful::Stack::new().push(tactful::ConfigFile::new("s.toml"));
    let error = loader_in::<Named>(folder.path(), &[]).profile("production").stack(stack).load().unwrap_err();
    assert_eq!(codes(&error), [Code::Conflict]);
}

#[test]
fn name_and_name_file_in_one_layer_conflict() {
    let folder = project(&[("v", "file")]);
    let pairs = [("SHOP_URL", "plain"), ("SHOP_URL_FILE", "v")];
    let loaded = loader_in::<Named>(folder.path(), &pairs).load_with_report().unwrap();
    assert_eq!(loaded.settings().base_url, "file");
    assert_eq!(warnings(loaded.report()), ["conflict SHOP_URL"]);
}

#[derive(Debug, Settings)]
struct Tls {
    #[settings(default = "")]
    tls_key: String,
    #[settings(default = "")]
    tls_key_file: String,
}

#[test]
fn a_field_claims_its_name_before_indirection_does() {
    let tls = Tls::from_pairs([("TLS_KEY_FILE", "/nonexistent")]).unwrap();
    assert_eq!((tls.tls_key.as_str(), tls.tls_key_file.as_str()), ("", "/nonexistent"));
    let folder = project(&[("path", "/from/file")]);
    let tls: Tls = load_in(folder.path(), &[("TLS_KEY_FILE_FILE", "path")]).unwrap();
    assert_eq!(tls.tls_key_file, "", "NAME_FILE_FILE is nobody's name");
}

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml", ignore = ["worker", "vendor-*"])]
struct Typos {
    database_url: String,
    #[settings(default = 1)]
    retries: u8,
}

#[test]
fn unknown_keys_of_a_file_are_named_with_a_suggestion() {
    let folder = project(&[(
        "settings.toml",
        "databse_url = 'x'\nretires = 2\nnonsense = 1\nworker = 1\nvendor-a = 1\nx-note = 1\n[settings]\nany = 1\n",
    )]);
    let error = load_in::<Typos>(folder.path(), &[]).unwrap_err();
    let report = error.report();
    assert_eq!(problems(&error), ["missing SHOP_DATABASE_URL"]);
    assert_eq!(warnings(report), ["unknown databse_url", "unknown retires", "unknown nonsense"]);
    let hardened = loader_in::<Typos>(folder.path(), &[("SHOP_DATABASE_URL", "x")]).profile("production");
    let loaded = hardened.load_with_report();
    assert_eq!(problems(&loaded.unwrap_err()), ["unknown retires"], "a near miss of a key without a value");
}

#[derive(Debug, Settings)]
#[settings(file = "settings.toml", deny_unknown)]
struct Strict {
    #[settings(default = 1)]
    retries: u8,
}

#[test]
fn deny_unknown_makes_them_problems() {
    let folder = project(&[("settings.toml", "nonsense = 1\n")]);
    assert_eq!(problems(&load_in::<Strict>(folder.path(), &[]).unwrap_err()), ["unknown nonsense"]);
}

#[test]
fn a_missing_key_names_the_misspelt_variable() {
    let error = Typos::from_pairs([("SHOP_DATABSE_URL", "x"), ("SHOP_OTHER", "y")]).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("SHOP_DATABSE_URL is set: a typo?"), "{text}");
    assert!(!text.contains("SHOP_OTHER"), "{text}");
}

#[test]
fn an_override_of_no_key_is_a_problem() {
    let context = tactful::Context::from_pairs([("SHOP_DATABASE_URL", "x")]);
    let stack = tactful::Stack::new().push(tactful::Env::new()).push(Overrides::pairs([("retires", "2")]));
    let error = Typos::loader().context(context).stack(stack).load().unwrap_err();
    assert_eq!(problems(&error), ["unknown retires"]);
    assert!(error.to_string().contains("retries"));
}

#[derive(Debug, Settings)]
struct Maps {
    limits: BTreeMap<String, u8>,
}

#[test]
fn two_keys_of_one_environment_name_conflict() {
    let folder = project(&[("s.toml", "[limits]\na-b = 1\nA_B = 2\n")]);
    let stack = tactful::Stack::new().push(tactful::ConfigFile::new("s.toml")).push(tactful::Env::new());
    let error = loader_in::<Maps>(folder.path(), &[("LIMITS__A_B", "3")]).stack(stack).load().unwrap_err();
    assert_eq!(codes(&error), [Code::Conflict]);
}

#[test]
fn control_variables_have_no_effect_in_files() {
    let folder = project(&[(".env", "SETTINGS_PROFILE=production\nDATABASE_URL=x"), ("settings.toml", "")]);
    let loaded = loader_in::<Strict>(folder.path(), &[]).load_with_report().unwrap();
    assert_eq!(loaded.report().profile(), "test");
    let warning = &loaded.report().warnings()[0];
    assert_eq!((warning.name(), warning.severity()), ("SETTINGS_PROFILE", Severity::Warning));
}
