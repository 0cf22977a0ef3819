//! What would be uploaded.

use crate::Result;
use crate::invocation::Invocation;
use crate::session::Session;

/// The published packages; each is built from its own archive, as its users will.
pub(crate) fn run(session: &mut Session) -> Result<()> {
    session.step("package", || package(&[]).run())
}

/// Makes the archives without building them: a missing file or field, or a dependency without a version, shows.
pub(crate) fn list() -> Result<()> {
    package(&["--no-verify"]).run()
}

/// `cargo package` and not `cargo publish --dry-run`, which asks the registry whether the version is taken already.
/// Work in progress may be packaged too: nothing leaves this machine.
fn package(more: &[&str]) -> Invocation {
    Invocation::cargo(["package", "--workspace", "--exclude", "xtask", "--allow-dirty"]).arguments(more.iter().copied())
}
