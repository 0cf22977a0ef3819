//! Programs that the steps need beside cargo: found, or installed where that is possible.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::invocation::Invocation;
use crate::{Failure, Result};

/// Where programs are installed that cargo can build.
const TOOLS: &str = "target/tools";

/// `strace`, which shows what a load asks the system for. Linux alone has it.
pub(crate) fn strace() -> Result<String> {
    if cfg!(target_os = "linux") { installed("strace", "strace") } else { Ok("not on this platform".to_owned()) }
}

/// `valgrind`, which counts instructions.
pub(crate) fn valgrind() -> Result<String> {
    installed("valgrind", "valgrind")
}

/// `python3`, which runs the harness of the test servers.
pub(crate) fn python() -> Result<String> {
    installed("python3", "python3")
}

/// A C++ compiler: the fuzzing engine is written in C++ and built with it.
pub(crate) fn cpp_compiler() -> Result<String> {
    match env::var("CXX").ok().filter(|named| !named.is_empty()) {
        Some(named) => Ok(named),
        None => installed("c++", "g++"),
    }
}

/// `cargo-fuzz`: the one installed already, or our own.
pub(crate) fn cargo_fuzz() -> Result<String> {
    let own = format!("{TOOLS}/bin/cargo-fuzz");
    if let Some(found) = find("cargo-fuzz") {
        return Ok(found.display().to_string());
    }
    if !is_program(Path::new(&own)) {
        Invocation::cargo(["install", "cargo-fuzz", "--locked", "--root", TOOLS]).run()?;
    }
    Ok(own)
}

/// The program, from the package of Debian that has it where it is missing and we may install.
fn installed(program: &str, package: &str) -> Result<String> {
    if let Some(found) = find(program) {
        return Ok(found.display().to_string());
    }
    if find("apt-get").is_none() || !is_root() {
        let message = format!("{program} is missing and cannot be installed from here");
        return Err(Failure { message, repeat: Some(format!("sudo apt-get install {package}")) });
    }
    println!("   {program} is missing");
    // A fresh image has no package lists, and asks no questions.
    apt_get(&["update"]).run()?;
    apt_get(&["install", "--yes", "--no-install-recommends", package]).run()?;
    match find(program) {
        Some(found) => Ok(found.display().to_string()),
        None => Err(Failure::new(format!("{program} is missing although {package} is installed"))),
    }
}

fn apt_get(words: &[&str]) -> Invocation {
    Invocation::new("apt-get", ["-qq"].iter().chain(words).copied()).variable("DEBIAN_FRONTEND", "noninteractive")
}

fn is_root() -> bool {
    Invocation::new("id", ["-u"]).output().is_ok_and(|id| id.trim() == "0")
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_by_name() {
        assert!(find("cargo").is_some());
        assert_eq!(find("no-such-program-anywhere"), None);
    }

    #[test]
    fn folders_are_no_programs() {
        assert!(!is_program(Path::new(".")));
    }
}
