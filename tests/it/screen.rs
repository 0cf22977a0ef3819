//! Placeholders, secrets in the wrong place, shapes that tell of an accident.

use tactful::{Code, Context, SecretString, Settings, Stack, Url};

use crate::support::{load_in, loader_in, project, warnings, write};

#[derive(Debug, Settings)]
#[settings(file = "settings.toml")]
struct Shop {
    #[settings(example = "9f86d081-example")]
    key: Option<SecretString>,
    url: Option<Url>,
    note: Option<String>,
    port: Option<u16>,
}

fn findings(pairs: &[(&str, &str)]) -> Vec<String> {
    let context = Context::from_pairs(pairs.iter().copied());
    let loader = Shop::loader().stack(Stack::new().push(tactful::Env::new())).context(context);
    warnings(loader.load_with_report().unwrap().report())
}

#[test]
fn placeholders_are_insecure() {
    for text in
        ["changeme", "password", "your-secret-key", "django-insecure-1234", "<secret>", "xxxxxx", "9f86d081-example"]
    {
        assert_eq!(findings(&[("KEY", text)]), ["insecure KEY"], "{text}");
    }
    assert_eq!(findings(&[("KEY", "8d969eef6ecad3c29a3a629280e686cf")]).len(), 0);
}

#[test]
fn credentials_in_fields_that_are_no_secrets() {
    assert_eq!(findings(&[("URL", "https://user:hunter22@host/")]), ["insecure URL"]);
    assert_eq!(findings(&[("NOTE", "postgres://u:hunter22@h/db")]), ["insecure NOTE"]);
    assert_eq!(findings(&[("URL", "https://host/")]).len(), 0);
}

#[test]
fn test_keys_are_for_tests() {
    let pairs = [("KEY", "sk_test_4eC39HqLyjWDarjtT1zdp7dc")];
    assert_eq!(findings(&pairs).len(), 0);
    let load = |profile: &str| {
        let stack = Stack::new().push(tactful::Env::new());
        Shop::loader().stack(stack).context(Context::from_pairs(pairs)).profile(profile).load_with_report()
    };
    assert_eq!(warnings(load("staging").unwrap().report()), ["insecure KEY"]);
    assert_eq!(load("production").unwrap_err().report().problems()[0].code(), Code::Insecure);
}

#[test]
fn a_secret_in_a_config_file() {
    let folder = project(&[("settings.toml", "key = '8d969eef6ecad3c29a3a'")]);
    let loaded = loader_in::<Shop>(folder.path(), &[]).load_with_report().unwrap();
    assert_eq!(warnings(loaded.report()), ["insecure key"]);
    assert!(loader_in::<Shop>(folder.path(), &[]).profile("production").load().is_err());
    let stack = Stack::new().push(tactful::ConfigFile::new("settings.toml").with_secrets());
    assert!(loader_in::<Shop>(folder.path(), &[]).profile("production").stack(stack).load().is_ok());
}

#[cfg(unix)]
#[test]
fn a_dotenv_file_that_others_may_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = project(&[("settings.toml", ""), (".env", "KEY=8d969eef6ecad3c29a3a")]);
    assert!(load_in::<Shop>(folder.path(), &[]).is_ok());
    let mode = std::fs::Permissions::from_mode(0o666);
    std::fs::set_permissions(folder.path().join(".env"), mode).unwrap();
    let loaded = loader_in::<Shop>(folder.path(), &[]).load_with_report().unwrap();
    assert_eq!(warnings(loaded.report()), ["insecure KEY"]);
}

#[test]
fn shapes_of_accidents() {
    let folder = project(&[("settings.toml", "")]);
    let file = write(folder.path(), "key", " 8d969eef6ecad3c29a3a \n");
    assert_eq!(findings(&[("KEY_FILE", file.to_str().unwrap())]), ["suspect KEY"]);
    assert_eq!(findings(&[("KEY", "\"8d969eef6ecad3c29a3a\"")]), ["suspect KEY"]);
    assert_eq!(findings(&[("KEY", r#"{"username": "u", "password": "8d969eef"}"#)]), ["suspect KEY"]);
}

#[test]
fn service_links_of_kubernetes() {
    #[derive(Debug, Settings)]
    struct Redis {
        redis_port: u16,
    }
    let pairs = [("REDIS_PORT", "tcp://10.0.0.1:6379"), ("REDIS_SERVICE_HOST", "10.0.0.1")];
    let text = Redis::from_pairs(pairs).unwrap_err().to_string();
    assert!(text.contains("enableServiceLinks"), "{text}");
}
