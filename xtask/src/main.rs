//! Developer commands: `cargo xtask lint`, `test`, `ci`, `bench`, `fuzz`, `servers`, `package`.
//!
//! The same commands run on a laptop and in CI. Each is a row of steps that ends at the first failure with the
//! command to repeat it.

mod crates;
mod fuzz;
mod invocation;
mod lint;
mod package;
mod servers;
mod session;
mod tally;
mod test;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fmt};

use crate::invocation::Invocation;
use crate::servers::Servers;
use crate::session::Session;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  lint                          fmt, clippy, docs, features one by one, crate counts, packages
  test [--quick]                every test: default and all features, docs, hygiene, benches, fuzz targets 10 s each
  ci                            lint, then test
  bench [ARGUMENTS]             the benchmarks (`all` unless told); see benches/
  bench managers                what loads from secret managers cost; writes docs/managers/COSTS.md
  fuzz [--minutes N] [TARGET].. every fuzz target, or these, for N minutes each (10 unless told)
  servers up|down|status|env|check|setup [NAME]..
                                real servers for tests, all or these; see tests/servers/
  package                       builds every published package from what would be uploaded

test starts servers of its own and stops them. test --quick runs the default features alone, without servers, and
installs nothing.";

/// What went wrong, and how to see it again.
#[derive(Debug)]
struct Failure {
    message: String,
    repeat: Option<String>,
}

type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), repeat: None }
    }

    fn of(invocation: &Invocation, what: impl fmt::Display) -> Self {
        Self { message: format!("{} {what}", invocation.name()), repeat: Some(invocation.to_string()) }
    }
}

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Lint,
    Test { quick: bool },
    Ci,
    Bench(Vec<String>),
    BenchManagers,
    Fuzz { minutes: u64, targets: Vec<String> },
    Servers(Vec<String>),
    Package,
}

fn main() -> ExitCode {
    let task = match Task::read(env::args().skip(1)) {
        Ok(task) => task,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let root = workspace_root();
    // Children inherit it, and every path of a command that is shown for repeating is relative to it.
    if let Err(error) = env::set_current_dir(&root) {
        eprintln!("cannot enter {}: {error}", root.display());
        return ExitCode::FAILURE;
    }
    let mut session = Session::new();
    let outcome = task.run(&mut session);
    if matches!(task, Task::Servers(_)) { in_short(outcome) } else { session.close(&outcome) }
}

/// The end of a command whose stdout is for programs: no table, and what went wrong goes to stderr.
fn in_short(outcome: Result<()>) -> ExitCode {
    let Err(Failure { message, repeat }) = outcome else { return ExitCode::SUCCESS };
    eprintln!("failed: {message}");
    if let Some(repeat) = repeat {
        eprintln!("repeat: {repeat}");
    }
    ExitCode::FAILURE
}

impl Task {
    fn read(words: impl Iterator<Item = String>) -> std::result::Result<Self, String> {
        let words: Vec<String> = words.collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["lint"] => Ok(Self::Lint),
            ["test"] => Ok(Self::Test { quick: false }),
            ["test", "--quick"] => Ok(Self::Test { quick: true }),
            ["ci"] => Ok(Self::Ci),
            ["bench", "managers"] => Ok(Self::BenchManagers),
            ["bench"] => Ok(Self::Bench(vec!["all".to_owned()])),
            ["bench", arguments @ ..] => Ok(Self::Bench(owned(arguments))),
            ["fuzz", "--minutes", minutes, targets @ ..] => {
                let minutes = minutes.parse().ok().filter(|minutes| *minutes > 0);
                let minutes = minutes.ok_or("--minutes wants a whole number of minutes")?;
                Ok(Self::Fuzz { minutes, targets: owned(targets) })
            }
            ["fuzz", targets @ ..] if !targets.iter().any(|target| target.starts_with('-')) => {
                Ok(Self::Fuzz { minutes: 10, targets: owned(targets) })
            }
            ["servers", words @ ..] if !words.is_empty() => Ok(Self::Servers(owned(words))),
            ["package"] => Ok(Self::Package),
            _ => Err(USAGE.to_owned()),
        }
    }

    fn run(&self, session: &mut Session) -> Result<()> {
        match self {
            Self::Lint => lint::run(session),
            Self::Test { quick } => test::run(session, *quick),
            Self::Ci => {
                lint::run(session)?;
                test::run(session, false)
            }
            Self::Bench(arguments) => bench(session, arguments),
            Self::BenchManagers => bench_managers(session),
            Self::Fuzz { minutes, targets } => fuzz::long(session, *minutes, targets),
            Self::Servers(words) => servers::command(words),
            Self::Package => package::run(session),
        }
    }
}

/// The benchmarks are a workspace of their own with a program that builds, measures and prints.
fn bench(session: &mut Session, arguments: &[String]) -> Result<()> {
    session.step("valgrind", tools::valgrind)?;
    session.step("bench", || {
        let words = ["run", "--release", "--manifest-path", "benches/Cargo.toml", "--"];
        Invocation::cargo(words).arguments(arguments.iter().cloned()).run()
    })
}

/// The network is what takes the time, so that the build of the tests serves: an optimised one of all clients takes
/// minutes.
fn bench_managers(session: &mut Session) -> Result<()> {
    let mut started = None;
    session.step("servers, up", || {
        started = Some(Servers::start(&["vault", "moto", "ministack", "gcp", "azure", "python"])?);
        Ok(())
    })?;
    let Some(servers) = started else { return Ok(()) };
    session.step("bench", || {
        let words = ["bench", "--profile", "dev", "--package", "tactful-managers", "--bench", "costs"];
        Invocation::cargo(words).within(servers.surroundings()).run()
    })?;
    session.step("servers, down", || servers.stop())
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The folder of the workspace, wherever in it the command was given.
fn workspace_root() -> PathBuf {
    // Set by `cargo run`; the folder at compile time serves a program that is started by itself.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&Task>) {
        assert_eq!(Task::read(line.split_whitespace().map(str::to_owned)).ok().as_ref(), expected, "{line}");
    }

    #[test]
    fn command_lines_are_read() {
        check("lint", Some(&Task::Lint));
        check("test", Some(&Task::Test { quick: false }));
        check("test --quick", Some(&Task::Test { quick: true }));
        check("bench", Some(&Task::Bench(vec!["all".to_owned()])));
        check("bench managers", Some(&Task::BenchManagers));
        check("bench size --k 10", Some(&Task::Bench(owned(&["size", "--k", "10"]))));
        check("fuzz", Some(&Task::Fuzz { minutes: 10, targets: vec![] }));
        check("fuzz --minutes 2 cast", Some(&Task::Fuzz { minutes: 2, targets: owned(&["cast"]) }));
        check("fuzz --minutes 0", None);
        check("fuzz --forever", None);
        check("servers up redis", Some(&Task::Servers(owned(&["up", "redis"]))));
        check("servers", None);
        check("test --slow", None);
        check("", None);
    }
}
