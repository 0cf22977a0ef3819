//! Every test there is.

use crate::invocation::Invocation;
use crate::servers::Servers;
use crate::session::Session;
use crate::tally::Tally;
use crate::{Result, fuzz, tools};

/// Set, a test that lacks a tool fails; otherwise it says that it was skipped, so that plain `cargo test` needs
/// nothing but cargo.
const ALL_TOOLS: &str = "TACTFUL_ALL_TOOLS";

/// The servers that some test talks to.
const SERVERS: [&str; 12] = [
    "postgres",
    "mariadb",
    "redis",
    "memcached",
    "smtp",
    "vault",
    "moto",
    "ministack",
    "gcp",
    "azure",
    "python",
    "node",
];

/// How long each fuzz target runs here. `cargo xtask fuzz` is for more.
const FUZZ_SECONDS: u64 = 10;

/// Runs the tests; `quick` is what one wants after every edit.
pub(crate) fn run(session: &mut Session, quick: bool) -> Result<()> {
    if quick {
        return session.tests("tests, default features", |tally| watch(tally, &tests(&[])));
    }
    session.step("tools", tools::strace)?;
    // From here on they run; they stop where this function ends early, too.
    let servers = servers(session)?;
    let equipped = |selection: &[&str]| with_tools(tests(selection), servers.as_ref());
    session.tests("tests, default features", |tally| watch(tally, &equipped(&[])))?;
    // The packages that plain `cargo test` leaves out are in this one: what needs servers or programs of others.
    session.tests("tests, all features", |tally| watch(tally, &equipped(&["--workspace", "--all-features"])))?;
    if let Some(servers) = servers {
        session.step("servers, down", || servers.stop())?;
    }
    hygiene(session)?;
    session.tests("tests, benches", |tally| watch(tally, &Invocation::cargo_in("benches", "test", [""; 0])))?;
    fuzz::short(session, FUZZ_SECONDS)
}

/// Unit, integration and doc tests; the examples are built here, and run by the integration tests.
fn tests(selection: &[&str]) -> Invocation {
    Invocation::cargo(["test", "--no-fail-fast"]).arguments(selection.iter().copied())
}

/// Starts what tests talk to, where there are such servers: the harness knows processes as Linux does.
fn servers(session: &mut Session) -> Result<Option<Servers>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let mut started = None;
    session.step("servers, up", || {
        started = Some(Servers::start(&SERVERS)?);
        Ok(SERVERS.join(", "))
    })?;
    if let Some(servers) = &started {
        session.tests("servers, checks", |tally| servers.check(tally))?;
    }
    Ok(started)
}

/// The tools are there, where they exist: Linux alone has strace.
fn with_tools(tests: Invocation, servers: Option<&Servers>) -> Invocation {
    let tests = if cfg!(target_os = "linux") { tests.variable(ALL_TOOLS, "1") } else { tests };
    match servers {
        Some(servers) => tests.within(servers.surroundings()),
        None => tests,
    }
}

/// Shows what did not pass and counts the rest.
pub(crate) fn watch(tally: &mut Tally, tests: &Invocation) -> Result<()> {
    tests.watched(|line| tally.line(line))
}

/// Crates that have nothing in scope, no serde, and the library under another name.
fn hygiene(session: &mut Session) -> Result<()> {
    session.tests("tests, hygiene", |tally| watch(tally, &Invocation::cargo_in("tests/hygiene", "test", [""; 0])))?;
    session.step("hygiene without syn's full", without_full_syn)
}

/// The derive must work where nothing turns on `syn`'s feature `full`: one crate that does hides what it lacks.
fn without_full_syn() -> Result<()> {
    let tree = Invocation::cargo(["tree", "--manifest-path", "tests/hygiene/Cargo.toml", "--edges", "features"]);
    let found = tree.output()?;
    match found.lines().find(|line| line.contains("syn feature \"full\"")) {
        None => Ok(()),
        Some(_) => Err(crate::Failure::of(&tree, "shows that syn has its feature full")),
    }
}
