//! Fuzz targets: seconds with every test run, minutes when asked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::invocation::Invocation;
use crate::session::Session;
use crate::{Failure, Result, test, tools};

/// One input takes microseconds; one that takes this long hangs.
const INPUT_SECONDS: u64 = 10;

/// Longer inputs find little that shorter ones do not, slower.
const INPUT_BYTES: u64 = 4096;

/// The last lines of a log that are worth showing.
const TAIL_LINES: usize = 60;

/// The seeds through every target without the engine, then the engine for some seconds on each.
pub(crate) fn short(session: &mut Session, seconds: u64) -> Result<()> {
    session.tests("tests, fuzz seeds", |tally| test::watch(tally, &Invocation::cargo_in("fuzz", "test", [""; 0])))?;
    run(session, seconds, &targets()?)
}

/// The targets that are named, or all, for some minutes each.
pub(crate) fn long(session: &mut Session, minutes: u64, named: &[String]) -> Result<()> {
    let all = targets()?;
    if let Some(unknown) = named.iter().find(|name| !all.contains(*name)) {
        let all = all.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Failure::new(format!("no fuzz target {unknown}; there are {all}")));
    }
    let chosen = if named.is_empty() { all } else { named.iter().cloned().collect() };
    run(session, minutes * 60, &chosen)
}

fn run(session: &mut Session, seconds: u64, targets: &BTreeSet<String>) -> Result<()> {
    let mut engine = String::new();
    session.step("fuzz, tools", || {
        let compiler = tools::cpp_compiler()?;
        engine = tools::cargo_fuzz()?;
        Ok(format!("{engine}, {compiler}"))
    })?;
    session.step("fuzz, build", || on_stable(&engine, "build", &[]).run())?;
    for target in targets {
        session.step(format!("fuzz {target}, {seconds} s"), || fuzz(&engine, target, seconds))?;
    }
    Ok(())
}

/// The engine works on the stable toolchain: coverage is an ordinary compiler flag, and without a line of unsafe code
/// of ours the address sanitizer, which is not, has nothing to find.
fn on_stable(engine: &str, command: &str, more: &[&str]) -> Invocation {
    Invocation::new(
        engine,
        ["fuzz", command, "--fuzz-dir", "fuzz", "--target-dir", "target/fuzz", "--sanitizer", "none"],
    )
    .arguments(more.iter().copied())
}

/// Runs one target; what it finds anew goes into `fuzz/corpus`, which is not committed.
fn fuzz(engine: &str, target: &str, seconds: u64) -> Result<String> {
    let (corpus, seeds) = (format!("fuzz/corpus/{target}"), format!("fuzz/seeds/{target}"));
    fs::create_dir_all(&corpus).map_err(|error| Failure::new(format!("cannot create {corpus}: {error}")))?;
    let mut words = vec![target.to_owned(), corpus, seeds, "--".to_owned()];
    words.push(format!("-max_total_time={seconds}"));
    words.push(format!("-timeout={INPUT_SECONDS}"));
    words.push(format!("-max_len={INPUT_BYTES}"));
    let dictionary = format!("fuzz/dictionaries/{target}.dict");
    if Path::new(&dictionary).is_file() {
        words.push(format!("-dict={dictionary}"));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let run = on_stable(engine, "run", &words);
    println!("   {run}");
    let log = PathBuf::from(format!("target/fuzz/{target}.log"));
    let outcome = run.logged(&log);
    let text = fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    if let Err(failure) = outcome {
        let lines: Vec<&str> = text.lines().collect();
        println!("{}", lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n"));
        return Err(Failure { repeat: reproduction(engine, target, &text).or(failure.repeat), ..failure });
    }
    // "Done 123456 runs in 11 second(s)"
    let done = text.lines().rev().find_map(|line| line.strip_prefix("Done "));
    done.map(str::to_owned).ok_or_else(|| Failure::new(format!("{} does not say how many inputs ran", log.display())))
}

/// The command that feeds the input at fault to the target again.
fn reproduction(engine: &str, target: &str, log: &str) -> Option<String> {
    let input = log.lines().find_map(|line| line.split_once("Test unit written to ").map(|(_, path)| path.trim()))?;
    Some(on_stable(engine, "run", &[target, input]).to_string())
}

/// The targets: one file each.
fn targets() -> Result<BTreeSet<String>> {
    let folder = "fuzz/fuzz_targets";
    let unreadable = |error| Failure::new(format!("cannot list {folder}: {error}"));
    let files = fs::read_dir(folder).map_err(unreadable)?;
    let stem = |path: PathBuf| path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
    Ok(files.filter_map(|file| stem(file.ok()?.path())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_how_to_see_it_again() {
        let log =
            "INFO: Seed: 1\nartifact_prefix='x/'; Test unit written to fuzz/artifacts/cast/crash-1\nBase64: AA==\n";
        let expected = "cargo-fuzz fuzz run --fuzz-dir fuzz --target-dir target/fuzz --sanitizer none cast \
                        fuzz/artifacts/cast/crash-1";
        assert_eq!(reproduction("cargo-fuzz", "cast", log).as_deref(), Some(expected));
        assert_eq!(reproduction("cargo-fuzz", "cast", "INFO: Seed: 1\n"), None);
    }
}
