//! The operator's levers in odd forms, and profiles that are given in odd ways.

use tactful::{Code, ConfigFile, Context, Environment, Loader, RawBytes, SecretString, Settings, Severity, Stack};

use crate::support::{codes, load_in, loader_in, problems, project, warnings};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(default(staging = "s", _ = "d"))]
    mode: String,
    api_key: Option<SecretString>,
}

fn loader(pairs: &[(&str, &str)]) -> Loader<Shop> {
    Shop::loader().context(Context::from_pairs(pairs.iter().copied()))
}

#[test]
fn levers_that_are_empty_or_blank_are_unset() {
    for lever in ["PROFILE", "DIR", "FILE", "SECRETS_DIRS", "MANAGERS", "ENV_WINS", "REPORT", "WARN_ONLY"] {
        let name = format!("SETTINGS_{lever}");
        let loaded = loader(&[(&name, "")]).load_with_report().unwrap();
        assert_eq!((loaded.report().profile(), loaded.report().warnings().len()), ("test", 0), "{name}");
    }
    assert!(loader(&[("SETTINGS_WARN_ONLY", " , ,")]).load().is_ok());
    assert!(loader(&[("SETTINGS_SECRETS_DIRS", "::")]).load().is_ok());
}

/// Whether this build knows secret managers: then what is no address is told, and not that there are none.
const MANAGERS: bool = cfg!(feature = "managers");

#[test]
fn levers_that_name_what_they_cannot_be() {
    for (lever, value, expected) in [
        ("FILE", "/", "source /"),
        ("FILE", "/dev/null", "source /dev/null"),
        ("FILE", "relative.toml", "source relative.toml"),
        ("DIR", "/dev/null", "source SETTINGS_DIR"),
        ("SECRETS_DIRS", "/dev/null", "source /dev/null"),
        ("SECRETS_DIRS", "relative", "source relative"),
        ("WARN_ONLY", "constraint", "invalid SETTINGS_WARN_ONLY"),
        ("WARN_ONLY", "INSECURE", "invalid SETTINGS_WARN_ONLY"),
        ("REPORT", "Text", "invalid SETTINGS_REPORT"),
        ("MANAGERS", "None", if MANAGERS { "invalid SETTINGS_MANAGERS" } else { "source SETTINGS_MANAGERS" }),
        ("PROFILE", "x/../y", "profile SETTINGS_PROFILE"),
    ] {
        let error = loader(&[(&format!("SETTINGS_{lever}"), value)]).load().unwrap_err();
        assert_eq!(problems(&error), [expected], "{lever}={value}");
    }
}

#[test]
fn levers_that_are_not_text() {
    for lever in ["PROFILE", "DIR", "FILE", "SECRETS_DIRS", "MANAGERS", "REPORT", "WARN_ONLY"] {
        let name = format!("SETTINGS_{lever}");
        let environment = Environment::new(vec![(name.clone(), RawBytes::new(b"/tmp/\xff".to_vec()))]);
        let error = Shop::loader().context(Context::from_environment(environment)).load().unwrap_err();
        assert_eq!(error.report().problems()[0].name(), name);
    }
}

#[test]
fn every_problem_of_the_levers_is_told_at_once() {
    let pairs = [
        ("SETTINGS_REPORT", "xml"),
        ("SETTINGS_WARN_ONLY", "missing"),
        ("SETTINGS_DIR", "/nonexistent"),
        ("SETTINGS_FILE", "/none.toml"),
    ];
    let error = loader(&pairs).load().unwrap_err();
    assert_eq!(error.report().problems().len(), 4, "{error}");
}

#[test]
fn daggers_of_dotenv_files_can_be_let_through() {
    let folder = project(&[(".env", "SHOP_MODE=a\nSHOP_MODE=b\n")]);
    let stack = || Stack::new().push(tactful::Dotenv::cascade().also_in_hardened());
    let hardened = |pairs: &[(&str, &str)]| loader_in::<Shop>(folder.path(), pairs).profile("staging").stack(stack());
    let error = hardened(&[]).load().unwrap_err();
    assert_eq!(codes(&error), [Code::Conflict]);
    let text = error.to_string();
    assert!(text.contains("line 1") && text.contains("line 2"), "{text}");
    let loaded = hardened(&[("SETTINGS_WARN_ONLY", "conflict")]).load_with_report().unwrap();
    assert_eq!(loaded.report().warnings()[0].severity(), Severity::LetThrough);
    assert_eq!(loaded.settings().mode, "b", "the last one counts");
}

#[test]
fn profiles_of_code_and_variable_follow_one_grammar() {
    for (name, sound) in [
        ("a", true),
        ("0", true),
        ("eu-1_x", true),
        ("", false),
        ("A", false),
        ("_x", false),
        ("a.b", false),
        ("a\n", false),
    ] {
        let in_code = loader(&[]).profile(name).load();
        assert_eq!(in_code.is_ok(), sound, "{name:?} in code");
        let named = loader(&[("SETTINGS_PROFILE", name)]).load();
        assert_eq!(named.is_ok(), sound || name.is_empty(), "{name:?} in the variable");
    }
}

#[test]
fn a_bad_profile_is_never_the_lenient_case() {
    let error = loader(&[("SETTINGS_PROFILE", "Development"), ("SHOP_API_KEY", "changeme")]).load().unwrap_err();
    assert_eq!(problems(&error), ["insecure SHOP_API_KEY", "profile SETTINGS_PROFILE"]);
}

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml", profile_env = "APP_ENV", control_prefix = "SHOP_CONFIG")]
struct Renamed {
    #[settings(default = "d")]
    mode: String,
}

#[test]
fn a_control_prefix_renames_all_levers_and_profile_env_the_profile() {
    let folder = project(&[
        ("settings.toml", "mode = 'declared'\n"),
        ("other/o.toml", "mode = 'other'\n"),
        ("other/settings.toml", "mode = 'there'"),
    ]);
    let mode = |pairs: &[(&str, &str)]| load_in::<Renamed>(folder.path(), pairs).unwrap().mode;
    assert_eq!(mode(&[("SETTINGS_FILE", "/nonexistent.toml"), ("SETTINGS_PROFILE", "no profile")]), "declared");
    assert_eq!(mode(&[("SHOP_CONFIG_FILE", "other/o.toml")]), "other");
    let other = folder.path().join("other");
    let there = Renamed::from_pairs([("SHOP_CONFIG_DIR", other.to_str().unwrap())]).unwrap();
    assert_eq!(there.mode, "there");
    let loaded = loader_in::<Renamed>(folder.path(), &[("APP_ENV", "live")]).load_with_report().unwrap();
    assert_eq!((loaded.report().profile(), loaded.report().profile_from()), ("live", "APP_ENV"));
}

#[test]
fn levers_in_a_config_file_say_that_they_have_no_effect() {
    let folder = project(&[(
        "settings.toml",
        "APP_ENV = 'live'\nSHOP_CONFIG_WARN_ONLY = 'insecure'\n[settings]\nanything = 1\n",
    )]);
    let loaded = loader_in::<Renamed>(folder.path(), &[]).load_with_report().unwrap();
    assert_eq!(loaded.report().profile(), "test");
    assert_eq!(warnings(loaded.report()), ["unknown APP_ENV", "unknown SHOP_CONFIG_WARN_ONLY"]);
    assert!(loaded.report().warnings().iter().all(|warning| warning.message().contains("has no effect here")));
}

#[test]
fn the_sibling_of_the_profile_is_optional_and_may_stand_alone() {
    let folder = project(&[("s.live.toml", "mode = 'live'\n")]);
    let loader =
        |file: ConfigFile| loader_in::<Renamed>(folder.path(), &[("APP_ENV", "live")]).stack(Stack::new().push(file));
    assert_eq!(loader(ConfigFile::optional("s.toml")).load().unwrap().mode, "live");
    assert_eq!(codes(&loader(ConfigFile::new("s.toml")).load().unwrap_err()), [Code::Source]);
}
