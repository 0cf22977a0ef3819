//! What would be uploaded.

use crate::Result;
use crate::invocation::Invocation;
use crate::session::Session;

/// The published packages; each is built from its own archive, as its users will.
pub(crate) fn run(session: &mut Session) -> Result<()> {
    session.step("package", || publish(&[]).run())
}

/// Makes the archives without building them: a missing file or field, or a dependency without a version, shows.
pub(crate) fn list() -> Result<()> {
    publish(&["--no-verify"]).run()
}

/// A dry run of publishing and not `cargo package`, because it leaves out what is not for publishing. Work in
/// progress may be packaged too: nothing leaves this machine.
fn publish(more: &[&str]) -> Invocation {
    Invocation::cargo(["publish", "--dry-run", "--workspace", "--allow-dirty"]).arguments(more.iter().copied())
}
