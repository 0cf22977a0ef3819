//! The steps of one run: a heading for each, what it took, and a table at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::tally::Tally;
use crate::{Failure, Result};

/// The steps so far.
#[derive(Debug)]
pub(crate) struct Session {
    started: Instant,
    steps: Vec<Step>,
    /// Sums of all test programs, where any ran.
    tally: Option<Tally>,
}

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    outcome: Outcome,
}

#[derive(Debug)]
enum Outcome {
    /// With what it has to say in the table: `41 of at most 50`.
    Passed(String),
    Failed,
}

/// What a step leaves for the table.
pub(crate) trait Remark {
    fn remark(self) -> String;
}

impl Remark for () {
    fn remark(self) -> String {
        String::new()
    }
}

impl Remark for String {
    fn remark(self) -> String {
        self
    }
}

impl Session {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), steps: Vec::new(), tally: None }
    }

    /// Runs a step under its heading.
    pub(crate) fn step<R: Remark>(&mut self, name: impl Into<String>, work: impl FnOnce() -> Result<R>) -> Result<()> {
        let name = name.into();
        println!("\n== {name}");
        let begun = Instant::now();
        let (outcome, result) = match work() {
            Ok(remark) => (Outcome::Passed(remark.remark()), Ok(())),
            Err(failure) => (Outcome::Failed, Err(failure)),
        };
        let took = begun.elapsed();
        println!("   {:.1} s", took.as_secs_f64());
        self.steps.push(Step { name, took, outcome });
        result
    }

    /// Runs a step that runs tests, and counts them.
    pub(crate) fn tests(&mut self, name: impl Into<String>, work: impl FnOnce(&mut Tally) -> Result<()>) -> Result<()> {
        let mut own = Tally::default();
        let result = self.step(name, || {
            work(&mut own)?;
            // A command line that selects nothing must not pass for a success.
            if own.passed == 0 { Err(Failure::new("no test ran")) } else { Ok(own.to_string()) }
        });
        let sum = self.tally.get_or_insert_default();
        sum.passed += own.passed;
        sum.failed += own.failed;
        result
    }

    /// Prints the table, what failed and how to repeat it, and last how many tests passed.
    pub(crate) fn close(self, outcome: &Result<()>) -> ExitCode {
        println!("\n{}", self.table());
        let mut tally = self.tally;
        if let Err(Failure { message, repeat }) = outcome {
            println!("failed: {message}");
            if let Some(repeat) = repeat {
                println!("repeat: {repeat}");
            }
            // A step that is no test failed: the last line must not read like a success.
            if let Some(tally) = &mut tally {
                tally.failed = tally.failed.max(1);
            }
        }
        if let Some(tally) = tally {
            println!("{tally}");
        }
        if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn table(&self) -> String {
        let widest = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0).max("total".len());
        let row = |name: &str, took: Duration, remark: &str| {
            let row = format!("{name:<widest$}  {:>7.1} s  {remark}", took.as_secs_f64());
            row.trim_end().to_owned() + "\n"
        };
        let rows = self.steps.iter().map(|step| match &step.outcome {
            Outcome::Passed(remark) => row(&step.name, step.took, remark),
            Outcome::Failed => row(&step.name, step.took, "FAILED"),
        });
        rows.chain([row("total", self.started.elapsed(), "")]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_up_in_the_table() {
        let mut session = Session::new();
        assert!(session.step("crates", || Ok("3 of at most 50".to_owned())).is_ok());
        assert!(session.step("docs", || Err::<(), _>(Failure::new("broken link"))).is_err());
        let table = session.table();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 3, "{table}");
        assert!(lines[0].starts_with("crates ") && lines[0].ends_with("3 of at most 50"), "{table}");
        assert!(lines[1].ends_with("FAILED") && lines[2].starts_with("total "), "{table}");
    }

    #[test]
    fn a_step_without_tests_is_no_success() {
        let mut session = Session::new();
        assert!(session.tests("none", |_| Ok(())).is_err());
        let count = |tally: &mut Tally| {
            tally.passed = 2;
            Ok(())
        };
        assert!(session.tests("two", count).is_ok());
        assert_eq!(session.tally, Some(Tally { passed: 2, failed: 0 }));
    }
}
