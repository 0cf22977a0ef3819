//! The example, as a user would run it.

use super::stand_in::{lent, options};
use crate::support::{CANARY, example};

#[test]
fn it_runs() {
    let Some(options) = options() else { return };
    let run = |more: &[(&str, &str)]| {
        let mut command = example("azure_key_vault");
        command.envs(lent(&options)).envs(more.iter().copied()).current_dir(std::env::temp_dir());
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    };
    let usual = [("SETTINGS_PROFILE", "production"), ("WEBHOOK_KEY", "ref+azurekeyvault:///STRIPE-SECRET-KEY")];
    let (status, text) = run(&usual);
    assert!(status == Some(0) && text.contains("max_connections: 40"), "{text}");
    assert!(!text.contains(CANARY), "{text}");
    let (status, text) = run(&[usual[0], ("WEBHOOK_KEY", "ref+azurekeyvault:///denied")]);
    assert!(status != Some(0) && text.contains("Key Vault Secrets User"), "{text}");
    assert!(!text.contains(CANARY), "{text}");
}
