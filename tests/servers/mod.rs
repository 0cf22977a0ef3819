//! Where the real servers are that `tests/servers/servers.py` runs. Test programs take this in by
//! `#[path = ..] mod servers;`.
//!
//! Nothing is started from here: plain `cargo test` needs nothing but cargo.

use std::env;

/// The value of a variable that the harness offers, such as `TEST_POSTGRES_URL`.
///
/// Where the server is not running, the test says that it was skipped and has to return, unless `TACTFUL_ALL_TOOLS` is
/// set, as the project's own test command does: then it fails.
#[track_caller]
#[expect(clippy::print_stderr, reason = "a test that was skipped says so")]
pub(crate) fn offered(variable: &str) -> Option<String> {
    let value = env::var(variable).ok();
    if value.is_none() {
        assert!(
            env::var_os("TACTFUL_ALL_TOOLS").is_none(),
            "{variable} is not set: start the servers by `cargo xtask servers up`, give their variables to the tests by \
             `env $(cargo xtask servers env) cargo test`"
        );
        eprintln!("skipped: {variable} is not set, for its server is not running");
    }
    value
}
