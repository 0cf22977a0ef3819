//! The example, run as a user runs it.

use super::{clouds, variables};
use crate::support::{CANARY, example};

#[test]
fn the_example_reads_both_stores() {
    for cloud in clouds() {
        let folder = tempfile::tempdir().unwrap();
        let output = example("aws_secrets")
            .current_dir(folder.path())
            .envs(variables(&cloud.url))
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("SETTINGS_PROFILE", "production")
            .env("PAYMENT_KEY", "ref+awssecrets://shop/staging#/stripe/secret_key")
            .output()
            .unwrap();
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{}: {stderr}", cloud.name);
        assert!(stdout.contains("max_connections: 40"), "{}: {stdout}", cloud.name);
        assert!(stdout.contains("aws secrets shop/production"), "{}: {stdout}", cloud.name);
        assert!(!stdout.contains(CANARY) && !stderr.contains(CANARY), "{}: {stdout}{stderr}", cloud.name);
    }
}
