//! Where the measured programs lie, and how cargo builds them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::loaders::Loader;
use crate::{Result, Scenario};

/// The cargo workspaces of the measured programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workspace {
    Peers,
    Tactful,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

impl Workspace {
    #[must_use]
    pub fn directory(self) -> PathBuf {
        generated().join(match self {
            Self::Peers => "peers",
            Self::Tactful => "tactful",
        })
    }
}

/// The repository's root, where the library's manifest is.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The versions of the peers and of all they depend on, as they were measured.
#[must_use]
pub fn peers_lock() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers.lock")
}

/// Where the tables are kept.
#[must_use]
pub fn results() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md")
}

/// Everything this tool writes, but for its results.
#[must_use]
pub fn generated() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(here, PathBuf::from);
    // Programs run elsewhere, so a path that begins here must be made to begin nowhere.
    std::path::absolute(&target).unwrap_or(target).join("tactful-bench")
}

/// The directory that programs of that size run in.
#[must_use]
pub fn inputs(fields: usize) -> PathBuf {
    generated().join("inputs").join(fields.to_string())
}

/// The built program of a loader.
#[must_use]
pub fn program(loader: &Loader, fields: usize, scenario: Scenario, profile: Profile) -> PathBuf {
    let profile = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    generated().join("target").join(profile).join(format!("{}-{}", loader.package(fields), scenario.letter()))
}

/// Builds the program of a loader; the error is what cargo said first.
pub fn build(loader: &Loader, fields: usize, scenario: Scenario, profile: Profile) -> Result<()> {
    let package = loader.package(fields);
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(loader.workspace().directory());
    cargo.args(["build", "--quiet", "--jobs=1", "--package", &package, "--bin"]);
    cargo.arg(format!("{package}-{}", scenario.letter()));
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    cargo.env("CARGO_TARGET_DIR", generated().join("target"));
    // Flags of the caller's would be measured.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_INCREMENTAL"] {
        cargo.env_remove(name);
    }
    let output = cargo.stdin(Stdio::null()).output().map_err(|error| format!("cargo: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|line| line.starts_with("error")).or(said.lines().next()).unwrap_or("cargo failed");
    Err(first.to_owned())
}
