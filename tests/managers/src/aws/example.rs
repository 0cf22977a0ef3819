//! The example, run as a user runs it.

use std::env::consts::EXE_EXTENSION;
use std::process::Command;

use super::{clouds, variables};
use crate::support::CANARY;

#[test]
fn the_example_reads_both_stores() {
    for cloud in clouds() {
        let folder = tempfile::tempdir().unwrap();
        // target/debug/deps/managers-0123456789abcdef: cargo builds the examples of this package for its tests.
        let this = std::env::current_exe().unwrap();
        let example = this.ancestors().nth(2).unwrap().join("examples/run_aws_secrets").with_extension(EXE_EXTENSION);
        let output = Command::new(&example)
            .env_clear()
            .current_dir(folder.path())
            .envs(variables(&cloud.url))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("SETTINGS_PROFILE", "production")
            .env("PAYMENT_KEY", "ref+awssecrets://shop/staging#/stripe/secret_key")
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", example.display()));
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{}: {stderr}", cloud.name);
        assert!(stdout.contains("max_connections: 40"), "{}: {stdout}", cloud.name);
        assert!(stdout.contains("aws secrets shop/production"), "{}: {stdout}", cloud.name);
        assert!(!stdout.contains(CANARY) && !stderr.contains(CANARY), "{}: {stdout}{stderr}", cloud.name);
    }
}
