//! The example of one binary for many stores: the same program against Vault, AWS, and none.

use crate::servers::offered;
use crate::support::{CANARY, example};

#[test]
fn one_binary_reads_another_store_in_each_environment() {
    let (Some(vault), Some(aws)) = (offered("TEST_VAULT_ADDR"), offered("TEST_AWS_MOTO")) else { return };
    let token = offered("TEST_VAULT_SHOP_TOKEN").unwrap();
    let region = offered("TEST_AWS_REGION").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let of_vault = [("VAULT_ADDR", vault.as_str()), ("VAULT_TOKEN", &token)];
    let of_aws = [
        ("AWS_ENDPOINT_URL", aws.as_str()),
        ("AWS_REGION", &region),
        ("AWS_ACCESS_KEY_ID", "AKIAINVENTED00000042"),
        ("AWS_SECRET_ACCESS_KEY", "c4n4ry-invented"),
    ];
    let env = [("SHOP_SECRET_KEY", "c4n4ry-env"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry-env")];
    let by = |managers| vec![("SETTINGS_MANAGERS", managers)];
    let member = "ref+vault://secret/shop/staging#/SECRET_KEY";
    for (options, more, status, parts) in [
        (
            &of_vault[..],
            by("vault://secret/shop/production"),
            0,
            ["vault secret/shop/production", "max_connections: 40"],
        ),
        (&of_aws[..], by("awssecrets://shop/production"), 0, ["aws secrets shop/production", "max_connections: 40"]),
        (
            &of_aws[..],
            by("awssecrets://shop/nothing"),
            78,
            ["source.missing aws secrets shop/nothing", "SHOP_SECRET_KEY"],
        ),
        (&env[..], by("none"), 0, ["env SHOP_SECRET_KEY", "max_connections: 10"]),
        (
            &of_vault[..],
            vec![("SHOP_SECRET_KEY", member), env[1]],
            0,
            ["vault secret/shop/staging#/SECRET_KEY", "env SHOP_SECRET_KEY"],
        ),
    ] {
        let output = example("managers_by_env")
            .current_dir(folder.path())
            .env("SETTINGS_PROFILE", "production")
            .envs(options.iter().copied().chain(more))
            .output()
            .unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.contains(CANARY), "{text}");
        assert_eq!(output.status.code(), Some(status), "{text}");
        for part in parts {
            assert!(text.contains(part), "no {part:?}: {text}");
        }
    }
}
