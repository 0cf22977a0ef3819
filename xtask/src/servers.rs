//! Real servers for tests that talk to one. `tests/servers/` runs them; this asks it to.

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use crate::invocation::{Invocation, Surroundings};
use crate::tally::Tally;
use crate::{Failure, Result, tools};

const HARNESS: &str = "tests/servers/servers.py";

/// What is typed to have servers of one's own instead of those of a run that is over.
const OWN_SERVERS: &str = "env $(cargo xtask servers env)";

/// `cargo xtask servers up`, `down` and the other words of the harness.
pub(crate) fn command(words: &[String]) -> Result<()> {
    harness(words.iter().cloned())?.quietly()
}

fn harness(words: impl IntoIterator<Item = String>) -> Result<Invocation> {
    let python = tools::python()?;
    Ok(Invocation::new(&python, [HARNESS.to_owned()]).arguments(words))
}

/// Servers for one run of the tests, apart from those that a developer has started, and seeded anew.
///
/// The harness holds them until its stdin ends, which it does when this is dropped and whatever else ends this
/// process, Ctrl-C and worse included.
#[derive(Debug)]
pub(crate) struct Servers {
    instance: String,
    held: Invocation,
    holder: Child,
    surroundings: Surroundings,
}

impl Servers {
    /// Starts these servers. What is missing is installed, or the failure says what it is.
    pub(crate) fn start(names: &[&str]) -> Result<Self> {
        let instance = format!("test-{}", std::process::id());
        let words = ["--instance", &instance, "hold"].into_iter().chain(names.iter().copied());
        let held = harness(words.map(str::to_owned))?;
        let mut holder = held.started()?;
        let variables = variables(&mut holder);
        let surroundings = Surroundings { shown_as: OWN_SERVERS, variables: variables.clone().unwrap_or_default() };
        let mut servers = Self { instance, held, holder, surroundings };
        match variables {
            Some(_) => Ok(servers),
            None => Err(servers.end().err().unwrap_or_else(|| Failure::new("the servers told nothing of themselves"))),
        }
    }

    /// What tells tests where the servers are.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Asks every server in every way that it offers.
    pub(crate) fn check(&self, tally: &mut Tally) -> Result<()> {
        let words = ["--instance", &self.instance, "check"].map(str::to_owned);
        harness(words)?.watched(|line| {
            let passed = line.starts_with("ok ");
            tally.passed += u64::from(passed);
            tally.failed += u64::from(line.starts_with("FAILED "));
            !passed
        })
    }

    /// Stops them. That one died before is a failure.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.end()
    }

    fn end(&mut self) -> Result<()> {
        drop(self.holder.stdin.take());
        self.held.ended(&mut self.holder)
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        // Asked again after `stop`, it gives the same answer. Where a test failed, that is what is told of.
        let _ = self.end();
    }
}

/// `NAME=value` lines up to an empty one. Without that line the harness has failed, and has said why.
fn variables(holder: &mut Child) -> Option<Vec<(String, String)>> {
    let lines = BufReader::new(holder.stdout.take()?).lines();
    let mut variables = Vec::new();
    for line in lines.map_while(std::io::Result::ok) {
        match line.split_once('=') {
            Some((name, value)) => variables.push((name.to_owned(), value.to_owned())),
            None if line.is_empty() => return Some(variables),
            None => {}
        }
    }
    None
}
