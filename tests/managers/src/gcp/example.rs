//! The example, as a user would run it: configured by the environment alone.

use std::env::consts::EXE_EXTENSION;
use std::process::{Command, Output};

use super::Place;
use crate::support::CANARY;

#[test]
fn gcp_example() {
    let Some(place) = Place::offered() else { return };
    let folder = tempfile::TempDir::new().unwrap();
    let this = std::env::current_exe().unwrap();
    let example = this.ancestors().nth(2).unwrap().join("examples/run_gcp_secrets").with_extension(EXE_EXTENSION);
    let run = |more: &[(&str, &str)]| -> (Option<i32>, String) {
        let mut command = Command::new(&example);
        command.env_clear().current_dir(folder.path()).env("SETTINGS_PROFILE", "production");
        command.env("PAYMENT_KEY", "ref+gcpsecrets://shop-project/shop-production?version=1#/stripe/secret_key");
        command.env("GCP_SECRETMANAGER_ENDPOINT", &place.fake).envs(more.iter().copied());
        let Output { status, stdout, stderr } =
            command.output().expect("`cargo test` builds it, unless a test is named before `--`");
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
