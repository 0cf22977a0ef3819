//! Promise 6: a load changes nothing, and reads no file outside the project root but what it was told to read.
//!
//! Watched from outside by strace. Without it the test says so and passes, unless `TACTFUL_ALL_TOOLS` is set, as the
//! project's own test run does.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use tactful::{SecretString, Settings};

use crate::support::{project, write};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", file = "settings.toml")]
struct Shop {
    origin: String,
    key: SecretString,
    port: u16,
}

/// What the child does under strace; nothing in a run of the tests.
#[test]
fn child() {
    match std::env::var("TACTFUL_HANDS_OFF").as_deref() {
        Ok("load") => {
            let before: Vec<_> = std::env::vars_os().collect();
            let folder = std::env::current_dir().unwrap();
            let shop = Shop::load().unwrap();
            assert_eq!((shop.origin.as_str(), shop.port), ("file", 7));
            assert!(Shop::loader().explain().entry("key").is_some());
            assert!(Shop::loader().check().is_ok());
            assert_eq!(std::env::vars_os().collect::<Vec<_>>(), before);
            assert_eq!(std::env::current_dir().unwrap(), folder);
        }
        Ok(_) => {
            let _ = std::env::vars_os().count() + usize::from(std::env::current_dir().is_ok());
        }
        Err(_) => {}
    }
}

/// The system calls of a child, without numbers that differ from run to run.
fn calls(folder: &Path, mode: &str, key: &Path) -> Vec<String> {
    let log = folder.join("strace.log");
    let status = Command::new("strace")
        .args(["-f", "-y", "-s", "0", "-e", "trace=%file,%network,%process,write,ftruncate,fchmod", "-o"])
        .arg(&log)
        .arg(std::env::current_exe().unwrap())
        .args(["hands_off::child", "--exact", "--test-threads=1"])
        .current_dir(folder.join("project"))
        .env_clear()
        .envs([
            ("TACTFUL_HANDS_OFF", mode),
            ("SETTINGS_PROFILE", "development"),
            ("SHOP_PORT", "7"),
            ("PATH", "/usr/bin"),
        ])
        .env("SHOP_KEY_FILE", key)
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
    let log = std::fs::read_to_string(log).unwrap();
    log.lines().filter_map(|line| line.split_once(' ').map(|(_, call)| call.trim().to_owned())).collect()
}

fn paths(calls: &[String]) -> BTreeSet<String> {
    let quoted = |call: &String| call.split('"').nth(1).map(str::to_owned);
    calls.iter().filter(|call| !call.starts_with("execve")).filter_map(quoted).collect()
}

fn count(calls: &[String], name: &str) -> usize {
    calls.iter().filter(|call| call.starts_with(name)).count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_load_writes_nothing_and_reads_what_it_was_told_to() {
    if Command::new("strace").arg("-V").output().is_err() {
        assert!(std::env::var_os("TACTFUL_ALL_TOOLS").is_none(), "install strace: apt-get install strace");
        eprintln!("skipped: strace is not installed");
        return;
    }
    let folder =
        project(&[("project/settings.toml", "origin = 'file'\n"), ("project/.env", "SHOP_PORT=1\n"), ("up.env", "")]);
    let key = write(folder.path(), "elsewhere/key", "8d969eef6ecad3c29a3a\n");
    let (idle, load) = (calls(folder.path(), "idle", &key), calls(folder.path(), "load", &key));
    for call in &load {
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].iter().any(|flag| call.contains(flag));
        assert!(!call.starts_with("open") || !writes || call.contains("/dev/"), "{call}");
    }
    for name in ["socket", "connect", "unlink", "rename", "mkdir", "chdir", "chmod", "clone", "fork", "vfork"] {
        assert_eq!(count(&load, name), count(&idle, name), "{name}");
    }
    assert_eq!(count(&load, "write("), count(&idle, "write("), "a load prints nothing");
    let root = folder.path().join("project").canonicalize().unwrap();
    let allowed = |path: &String| {
        let path = Path::new(path);
        path.starts_with(&root) || path.starts_with("/run/secrets") || path == key
    };
    let read: Vec<_> = paths(&load).difference(&paths(&idle)).cloned().collect();
    assert!(read.iter().any(|path| path.ends_with("settings.toml")), "{read:?}");
    let outside: Vec<_> = read.iter().filter(|path| !allowed(path)).collect();
    assert!(outside.is_empty(), "{outside:?}");
}
