//! The example runs as a user would run it: configured by its environment alone.

use crate::servers::offered;
use crate::support::{CANARY, example};

#[test]
fn the_example_logs_in_by_a_role() {
    let (Some(address), Some(role_id), Some(secret_id)) =
        (offered("TEST_VAULT_ADDR"), offered("TEST_VAULT_ROLE_ID"), offered("TEST_VAULT_SECRET_ID"))
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret-id");
    std::fs::write(&file, format!("{secret_id}\n")).unwrap();
    let run = |more: &[(&str, &str)]| {
        let output = example("vault_approle")
            .current_dir(folder.path())
            .env("SETTINGS_PROFILE", "production")
            .env("VAULT_ADDR", &address)
            .env("VAULT_ROLE_ID", &role_id)
            .env("VAULT_SECRET_ID_FILE", &file)
            .env("PAYMENT_KEY", "ref+vault://secret/shop/staging#/stripe/secret_key")
            .envs(more.iter().copied())
            .output()
            .unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        println!("{text}");
        assert!(!text.contains(CANARY), "{text}");
        (text, output.status.code())
    };
    let (text, code) = run(&[]);
    assert_eq!(code, Some(0));
    for part in
        ["[REDACTED]", "max_connections: 40", "vault secret/shop/production", "secret/shop/staging#/stripe/secret_key"]
    {
        assert!(text.contains(part), "no {part:?}");
    }
    let (text, code) = run(&[("VAULT_ROLE_ID", "c4n4ry-wrong")]);
    assert_eq!(code, Some(78));
    assert!(text.contains("the login by AppRole at auth/approle was refused"));
}
