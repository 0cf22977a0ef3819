//! What an operator can move without a rebuild.

use tactful::{Code, Context, SecretString, Settings, Severity};

use crate::support::{codes, load_in, loader_in, problems, project};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml", control_prefix = "SHOP_SETTINGS")]
struct Renamed {
    #[settings(default = "d")]
    origin: String,
}

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(default = "d")]
    origin: String,
    api_key: Option<SecretString>,
}

#[test]
fn the_file_can_be_named() {
    let folder = project(&[("other.toml", "origin = 'other'")]);
    let path = folder.path().join("other.toml");
    let load = |value: &str| Shop::from_pairs([("SETTINGS_FILE", value)]);
    assert_eq!(load(path.to_str().unwrap()).unwrap().origin, "other");
    assert_eq!(codes(&load("/nonexistent/settings.toml").unwrap_err()), [Code::Source]);
    let renamed: Renamed = load_in(folder.path(), &[("SHOP_SETTINGS_FILE", "other.toml")]).unwrap();
    assert_eq!(renamed.origin, "other");
}

#[test]
fn the_directory_can_be_named() {
    let folder = project(&[(".env", "SHOP_ORIGIN=dotenv")]);
    let shop = Shop::from_pairs([("SETTINGS_DIR", folder.path().to_str().unwrap())]).unwrap();
    assert_eq!(shop.origin, "dotenv");
    assert_eq!(problems(&Shop::from_pairs([("SETTINGS_DIR", "/nonexistent")]).unwrap_err()), ["source SETTINGS_DIR"]);
}

#[test]
fn secrets_directories_can_be_named_and_must_then_exist() {
    let error = Shop::from_pairs([("SETTINGS_SECRETS_DIRS", "/nonexistent")]).unwrap_err();
    assert_eq!(codes(&error), [Code::Source]);
}

#[test]
fn daggers_can_be_let_through_and_are_reported_as_that() {
    let pairs = [("SHOP_API_KEY", "changeme"), ("SETTINGS_PROFILE", "production")];
    assert_eq!(codes(&Shop::from_pairs(pairs).unwrap_err()), [Code::Insecure]);
    let lenient = [pairs[0], pairs[1], ("SETTINGS_WARN_ONLY", "insecure, unknown")];
    let loaded = Shop::loader().context(Context::from_pairs(lenient)).load_with_report().unwrap();
    assert_eq!(loaded.report().warnings()[0].severity(), Severity::LetThrough);
    for code in ["missing", "invalid", "source", "reference", "nonsense"] {
        let error = Shop::from_pairs([("SETTINGS_WARN_ONLY", code)]).unwrap_err();
        assert_eq!(problems(&error), ["invalid SETTINGS_WARN_ONLY"], "{code}");
    }
}

#[test]
fn managers_and_reports_that_are_none() {
    // A build that knows managers tells what is wrong with the address; another one that it knows none.
    let code = if cfg!(feature = "managers") { Code::Invalid } else { Code::Source };
    assert_eq!(codes(&Shop::from_pairs([("SETTINGS_MANAGERS", "nobody://secret/shop")]).unwrap_err()), [code]);
    assert!(Shop::from_pairs([("SETTINGS_MANAGERS", "none")]).is_ok());
    assert_eq!(problems(&Shop::from_pairs([("SETTINGS_REPORT", "xml")]).unwrap_err()), ["invalid SETTINGS_REPORT"]);
}

#[test]
fn a_reference_is_followed_or_a_problem_but_never_a_value() {
    let error = Shop::from_pairs([("SHOP_API_KEY", "ref+nobody://secret/shop#/KEY")]).unwrap_err();
    assert_eq!(problems(&error), ["reference SHOP_API_KEY"]);
    let near = Shop::from_pairs([("SHOP_ORIGIN", "ref+Vault://x")]).unwrap();
    assert_eq!(near.origin, "ref+Vault://x");
}

#[test]
fn relative_paths_stand_in_the_project_root() {
    let folder = project(&[("v", "8d969eef6ecad3c2")]);
    assert!(loader_in::<Shop>(folder.path(), &[("SHOP_API_KEY_FILE", "v")]).load().is_ok());
    let rootless = Shop::from_pairs([("SHOP_API_KEY_FILE", "v")]).unwrap_err();
    assert_eq!(problems(&rootless), ["source SHOP_API_KEY_FILE"]);
}
