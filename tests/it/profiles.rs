//! Which profile runs, and how strict it is.

use tactful::{Code, Context, ExposeSecret as _, Loader, SecretString, Settings};

use crate::support::{codes, load_in, loader_in, problems, project, warnings};

#[derive(Debug, Settings)]
struct Shop {
    #[settings(default(relaxed = "not-for-production"))]
    secret_key: SecretString,
    #[settings(default(development = "dev", relaxed = "relaxed", staging = "staging", hardened = "hardened"))]
    mode: String,
    #[settings(default(test = 1, _ = 2))]
    workers: u8,
}

fn loader(pairs: &[(&str, &str)]) -> Loader<Shop> {
    Shop::loader().context(Context::from_pairs(pairs.iter().copied()))
}

#[test]
fn arms_of_a_default() {
    let mode = |profile: &str| {
        let shop = loader(&[("SECRET_KEY", "9f86d081884c7d65")]).profile(profile).load().unwrap();
        (shop.mode, shop.workers)
    };
    assert_eq!(mode("development"), ("dev".into(), 2));
    assert_eq!(mode("test"), ("relaxed".into(), 1));
    assert_eq!(mode("staging"), ("staging".into(), 2));
    assert_eq!(mode("production"), ("hardened".into(), 2));
    assert_eq!(mode("anything"), ("hardened".into(), 2), "an unknown name is the strict case");
}

#[test]
fn a_secret_has_a_default_in_relaxed_profiles_alone() {
    assert_eq!(loader(&[]).load().unwrap().secret_key.expose_secret(), "not-for-production");
    assert_eq!(problems(&loader(&[]).profile("production").load().unwrap_err()), ["missing SECRET_KEY"]);
    let copied = loader(&[("SECRET_KEY", "not-for-production")]).profile("production").load().unwrap_err();
    assert_eq!(codes(&copied), [Code::Insecure]);
}

#[test]
fn the_variable_names_it_and_the_code_beats_the_variable() {
    let named = [("SETTINGS_PROFILE", "staging"), ("SECRET_KEY", "9f86d081884c7d65")];
    let report = |loader: Loader<Shop>| {
        let loaded = loader.load_with_report().unwrap();
        (loaded.report().profile().to_owned(), loaded.report().profile_from().to_owned())
    };
    assert_eq!(report(loader(&named)), ("staging".into(), "SETTINGS_PROFILE".into()));
    assert_eq!(report(loader(&named).profile("local")), ("local".into(), "code".into()));
    assert_eq!(report(loader(&[("SETTINGS_PROFILE", "")])).0, "test", "empty is unset");
}

#[test]
fn a_name_that_is_none_is_a_problem() {
    for bad in ["Production", "../x", "a b", "-x", "é"] {
        let error = loader(&[("SETTINGS_PROFILE", bad), ("SECRET_KEY", "9f86d081884c7d65")]).load().unwrap_err();
        assert_eq!(codes(&error), [Code::Profile], "{bad}");
    }
}

#[test]
fn a_near_miss_of_a_named_profile_warns() {
    let error = loader(&[("SETTINGS_PROFILE", "stagin"), ("SECRET_KEY", "9f86d081884c7d65")]).load().unwrap_err();
    assert_eq!(codes(&error), [Code::Profile]);
    assert!(error.to_string().contains("staging"));
}

#[derive(Debug, Settings)]
#[settings(profiles = ["dev", "live"], relaxed = ["dev"], profile_env = "APP_ENV")]
struct Closed {
    #[settings(default = 1)]
    port: u16,
}

#[test]
fn a_closed_list_of_profiles() {
    let load = |profile: &str| Closed::from_pairs([("APP_ENV", profile)]);
    assert_eq!(load("dev").unwrap().port, 1);
    assert_eq!(codes(&load("production").unwrap_err()), [Code::Profile]);
}

#[derive(Debug, Settings)]
struct Key {
    api_key: SecretString,
}

#[test]
fn a_hardened_profile_names_the_dotenv_files_it_leaves_alone() {
    let folder = project(&[(".env", "API_KEY=8d969eef6ecad3c2")]);
    assert!(load_in::<Key>(folder.path(), &[]).is_ok());
    let error = load_in::<Key>(folder.path(), &[("SETTINGS_PROFILE", "production")]).unwrap_err();
    let text = error.to_string();
    assert_eq!(problems(&error), ["missing API_KEY"]);
    assert!(text.contains("SETTINGS_PROFILE=development"), "{text}");
    assert!(text.contains("dotenv is not read in the hardened profile production"), "{text}");
    assert!(!text.contains("8d969eef"), "{text}");
}

#[test]
fn daggers_warn_in_relaxed_profiles() {
    let folder = project(&[("v", "8d969eef6ecad3c2")]);
    let pairs = [("API_KEY", "changeme")];
    let loaded = loader_in::<Key>(folder.path(), &pairs).load_with_report().unwrap();
    assert_eq!(warnings(loaded.report()), ["insecure API_KEY"]);
    let hardened = loader_in::<Key>(folder.path(), &pairs).profile("production");
    assert_eq!(codes(&hardened.load().unwrap_err()), [Code::Insecure]);
}
