//! The example, as a user would run it.

use std::env::consts::EXE_EXTENSION;
use std::process::Command;

use super::stand_in::{lent, options};

/// Beside this test, where cargo puts examples; `cargo build --examples --features azure` makes it.
#[test]
fn it_runs() {
    let Some(options) = options() else { return };
    let this = std::env::current_exe().unwrap();
    let example = this.ancestors().nth(2).unwrap().join("examples/azure_key_vault").with_extension(EXE_EXTENSION);
    if !example.exists() {
        eprintln!("skipped: {} is not built", example.display());
        return;
    }
    let run = |more: &[(&str, &str)]| {
        let mut command = Command::new(&example);
        command.env_clear().envs(lent(&options)).envs(more.iter().copied()).current_dir(std::env::temp_dir());
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    };
    let usual = [("SETTINGS_PROFILE", "production"), ("WEBHOOK_KEY", "ref+azurekeyvault:///STRIPE-SECRET-KEY")];
    let (status, text) = run(&usual);
    assert!(status == Some(0) && text.contains("max_connections: 40"), "{text}");
    assert!(!text.contains(crate::support::CANARY), "{text}");
    let (status, text) = run(&[usual[0], ("WEBHOOK_KEY", "ref+azurekeyvault:///denied")]);
    assert!(status != Some(0) && text.contains("Key Vault Secrets User"), "{text}");
    assert!(!text.contains(crate::support::CANARY), "{text}");
}
