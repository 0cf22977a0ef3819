//! The example, as a user would run it: configured by the environment alone.

use std::process::Output;

use super::Place;
use crate::support::{CANARY, example};

#[test]
fn gcp_example() {
    let Some(place) = Place::offered() else { return };
    let folder = tempfile::TempDir::new().unwrap();
    let run = |more: &[(&str, &str)]| -> (Option<i32>, String) {
        let mut command = example("gcp_secrets");
        command.current_dir(folder.path()).env("SETTINGS_PROFILE", "production");
        command.env("PAYMENT_KEY", "ref+gcpsecrets://shop-project/shop-production?version=1#/stripe/secret_key");
        command.env("GCP_SECRETMANAGER_ENDPOINT", &place.fake).envs(more.iter().copied());
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
        assert!(!text.contains(CANARY), "{text}");
        (status.code(), text)
    };
    for credentials in [("GOOGLE_APPLICATION_CREDENTIALS", &*place.key), ("GCE_METADATA_HOST", &*place.metadata)] {
        let (status, text) = run(&[credentials]);
        assert_eq!(status, Some(0), "{text}");
        assert!(text.contains("max_connections: 40") && text.contains("version 2"), "{text}");
    }
    let (status, text) = run(&[("GCP_PROJECT_ID", "another-project"), ("GCE_METADATA_HOST", &*place.metadata)]);
    assert_eq!(status, Some(78), "{text}");
    assert!(text.contains("403, permission denied"), "{text}");
}
