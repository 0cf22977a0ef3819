//! The project root of a process: each case runs this binary again, in a folder and an environment of its own.

use std::path::Path;
use std::process::Command;

use tactful::Settings;

use crate::support::project;

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(default = "nothing")]
    origin: String,
}

/// What the child does; nothing in a run of the tests.
#[test]
fn child() {
    if std::env::var_os("TACTFUL_ROOT").is_some() {
        println!("origin is {}", Shop::load().unwrap().origin);
    }
}

#[track_caller]
fn check(folder: &Path, current: &str, variables: &[(&str, &str)], expected: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["root::child", "--exact", "--nocapture"])
        .current_dir(folder.join(current))
        .env_clear()
        .env("TACTFUL_ROOT", "1")
        .envs(variables.iter().map(|(name, value)| {
            let value = value.strip_prefix("./").map_or_else(|| value.into(), |below| folder.join(below));
            (*name, value)
        }))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(told.contains(&format!("origin is {expected}\n")), "{told}");
}

#[test]
fn the_root_under_cargo_and_outside_it() {
    let folder = project(&[
        (".env", "SHOP_ORIGIN=above the workspace"),
        ("ws/Cargo.lock", ""),
        ("ws/.env", "SHOP_ORIGIN=workspace"),
        ("ws/member/src/lib.rs", ""),
        ("ws/other/.env", "SHOP_ORIGIN=other"),
        ("ws/other/deep/x", ""),
        ("bare/Cargo.lock", ""),
        ("bare/member/x", ""),
        ("elsewhere/x", ""),
        ("elsewhere/settings/.env", "SHOP_ORIGIN=named"),
    ]);
    let check = |current: &str, variables: &[(&str, &str)], expected: &str| {
        check(folder.path(), current, variables, expected);
    };
    let member = ("CARGO_MANIFEST_DIR", "./ws/member");
    let development = ("SETTINGS_PROFILE", "development");
    check("ws/member", &[member, development], "workspace");
    check("ws/member/src", &[member, development], "workspace");
    check("ws/other/deep", &[member, development], "other");
    check("elsewhere", &[member, development], "workspace");
    check("bare/member", &[("CARGO_MANIFEST_DIR", "./bare/member"), development], "nothing");
    check("ws/member", &[development], "nothing");
    check("ws", &[development], "workspace");
    check("ws/member", &[member, ("SETTINGS_PROFILE", "production")], "nothing");
    check("ws/member", &[member, development, ("SETTINGS_DIR", "./elsewhere/settings")], "named");
}
