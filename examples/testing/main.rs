//! How an application tests its settings. No test sets a variable or changes the directory: the process is shared by
//! all tests, which run at the same time.
//!
//! ```text
//! cargo test --example testing
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::Duration;

use tactful::validate::range;
use tactful::{Context, SecretString, Settings};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml")]
struct ShopSettings {
    #[settings(default = 8080)]
    port: u16,
    #[settings(default = "30s", validate = range(Duration::from_secs(1)..=Duration::from_secs(300)))]
    request_timeout: Duration,
    #[settings(default(relaxed = "not-for-production"))]
    signing_key: SecretString,
}

fn main() {
    // What the tests below put in place of the process.
    let world = Context::from_pairs([("SHOP_PORT", "9090")]);
    let settings = ShopSettings::loader().context(world).load_or_exit();
    println!("port {}, {:?} a request, {:?}", settings.port, settings.request_timeout, settings.signing_key);
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that panics has failed")]
mod tests {
    use tactful::{Code, ExposeSecret as _, Overrides};

    use super::*;

    /// Every default is of its type, no two keys share a name, every profile that is named exists.
    #[test]
    fn the_schema_is_sound() {
        assert!(ShopSettings::schema().verify().is_ok());
    }

    /// A closed world holds these variables and nothing of the machine that runs the test.
    #[test]
    fn values_are_of_their_types() {
        let settings = ShopSettings::from_pairs([("SHOP_PORT", "9090"), ("SHOP_REQUEST_TIMEOUT", "1m 30s")]);
        let settings = settings.expect("loads");
        assert_eq!(settings.port, 9090);
        assert_eq!(settings.request_timeout, Duration::from_secs(90));
    }

    /// What production requires, without being in production.
    #[test]
    fn production_has_no_default_key() {
        let world = Context::from_pairs([("SETTINGS_PROFILE", "production")]);
        let error = ShopSettings::loader().context(world).load().expect_err("the key is missing");

        let problems: Vec<_> =
            error.report().problems().iter().map(|problem| (problem.code(), problem.key())).collect();
        assert_eq!(problems, [(Code::Missing, Some("signing_key"))]);
        assert_eq!(error.exit_code(), 78);
    }

    /// Files of a fixture: the directory of a context is the project root.
    #[test]
    fn files_of_a_fixture() {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/testing/fixture");
        let loader = ShopSettings::loader().context(Context::from_pairs([("SHOP_PORT", "1")]).in_directory(fixture));
        assert_eq!(loader.load().expect("loads").request_timeout, Duration::from_secs(5));

        let explanation = loader.explain();
        let origin = explanation.entry("request_timeout").and_then(|entry| entry.origin()).expect("it has an origin");
        assert!(origin.document().is_some_and(|path| path.ends_with("settings.toml")));
    }

    /// One key moved for one test; the rest is as it is in the test above.
    #[test]
    fn overrides_beat_every_layer() {
        let loader = ShopSettings::loader()
            .context(Context::from_pairs([("SHOP_PORT", "9090")]))
            .push(Overrides::pairs([("port", "7070")]));
        assert_eq!(loader.load().expect("loads").port, 7070);
    }

    /// A rule that an operator may break, and what the report tells of it.
    #[test]
    fn a_request_has_a_limit() {
        let error = ShopSettings::from_pairs([("SHOP_REQUEST_TIMEOUT", "1h")]).expect_err("an hour is too long");
        let [problem] = error.report().problems() else { panic!("{error}") };
        assert_eq!((problem.code(), problem.name()), (Code::Invalid, "SHOP_REQUEST_TIMEOUT"));
    }

    /// That no secret is printed is the library's promise; that this field is a secret is the application's.
    #[test]
    fn the_signing_key_is_not_printed() {
        let settings = ShopSettings::from_pairs([("SHOP_SIGNING_KEY", "canary-9Kd4")]).expect("loads");
        assert_eq!(settings.signing_key.expose_secret(), "canary-9Kd4");
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
