//! Everything that can be said without running a test.

use crate::crates::{self, Features};
use crate::invocation::Invocation;
use crate::session::Session;
use crate::{Result, package};

/// The workspaces beside the main one.
const BESIDE: [&str; 3] = ["tests/hygiene", "fuzz", "benches"];

/// Cheap steps first, so that a typo is known in a second.
pub(crate) fn run(session: &mut Session) -> Result<()> {
    session.step("fmt", || {
        Invocation::cargo(["fmt", "--all", "--check"]).run()?;
        BESIDE.iter().try_for_each(|folder| {
            let manifest = format!("{folder}/Cargo.toml");
            Invocation::cargo(["fmt", "--all", "--manifest-path", &manifest, "--check"]).run()
        })
    })?;
    session.step("crates, default features", || crates::count(Features::Default))?;
    session.step("crates, no features", || crates::count(Features::None))?;
    session.step("clippy, default features", || clippy(&["--all-targets"]).run())?;
    session.step("clippy, all features", || clippy(&["--workspace", "--all-targets", "--all-features"]).run())?;
    for folder in BESIDE {
        session.step(format!("clippy, {folder}"), || {
            Invocation::cargo_in(folder, "clippy", ["--all-targets"]).arguments(DENY).run()
        })?;
    }
    session.step("clippy, no features", || facade(&[]).run())?;
    for feature in crates::facade_features()? {
        session.step(format!("clippy, only {feature}"), || facade(&["--features", &feature]).run())?;
    }
    session.step("docs, default features", || docs(&[]).run())?;
    session.step("docs, all features", || docs(&["--workspace", "--all-features"]).run())?;
    session.step("package lists", package::list)
}

/// `incompatible_msrv` looks at the `rust-version` of the manifest: it stands in for a build with that compiler.
const DENY: [&str; 5] = ["--", "-D", "warnings", "-D", "clippy::incompatible_msrv"];

fn clippy(selection: &[&str]) -> Invocation {
    Invocation::cargo(["clippy"]).arguments(selection.iter().copied()).arguments(DENY)
}

/// The facade alone. Cargo unites the features of all packages that it is asked for, so that a missing
/// `dep:` or `cfg` shows only when nothing but the facade is.
fn facade(features: &[&str]) -> Invocation {
    let selection = ["--package", "tactful", "--no-default-features"];
    clippy(&[&selection, features].concat())
}

fn docs(selection: &[&str]) -> Invocation {
    Invocation::cargo(["doc", "--no-deps"]).arguments(selection.iter().copied()).variable("RUSTDOCFLAGS", "-D warnings")
}
