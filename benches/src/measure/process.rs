//! What a load costs in a running process.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::callgrind::Profile;
use super::{Selection, run};
use crate::loaders::Loader;
use crate::store::{Key, Metric, Store};
use crate::{Result, Scenario, workspace};

/// Instructions of the first and the second load of a process.
pub fn instructions(selection: &Selection, store: &mut Store) -> Result<()> {
    selection.each(store, &[Metric::Instructions, Metric::SecondInstructions], |store, loader, fields| {
        loads(store, loader, fields, |store, key, first, second| {
            store.set(key(Metric::Instructions), first.instructions);
            store.set(key(Metric::SecondInstructions), second.instructions);
            eprintln!(
                "{}, K = {fields}: {} instructions, {} again",
                loader.name, first.instructions, second.instructions
            );
        })
    })
}

/// How often the first load asks for memory.
pub fn allocations(selection: &Selection, store: &mut Store) -> Result<()> {
    selection.each(store, &[Metric::Allocations], |store, loader, fields| {
        loads(store, loader, fields, |store, key, first, _| {
            store.set(key(Metric::Allocations), first.allocations);
            eprintln!("{}, K = {fields}: {} allocations", loader.name, first.allocations);
        })
    })
}

/// The functions in which the first load spends most, by what they cost themselves.
pub fn hot_functions(loader: &Loader, fields: usize, scenario: Scenario) -> Result<Vec<(String, u64)>> {
    let program = run::checked(loader, fields, scenario)?;
    let (first, _) = profile_loads(&program, fields, scenario)?;
    let mut functions: Vec<(String, u64)> = first.by_function.into_iter().collect();
    functions.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    Ok(functions)
}

/// Instructions of a whole process that loads once and ends, and how long one takes.
pub fn cold(selection: &Selection, store: &mut Store) -> Result<()> {
    selection.each(store, &[Metric::ColdInstructions, Metric::ColdMicroseconds], |store, loader, fields| {
        for scenario in loader.scenarios {
            let program = run::checked(loader, fields, *scenario)?;
            let profile = whole_process(&program, fields, *scenario)?;
            store.set(Key::new(Metric::ColdInstructions, loader, fields, *scenario), profile.instructions);
            let micros = median_wall(&program, fields, *scenario)?.as_micros();
            store.set(
                Key::new(Metric::ColdMicroseconds, loader, fields, *scenario),
                u64::try_from(micros).unwrap_or(u64::MAX),
            );
            eprintln!("{}, K = {fields}, {scenario:?}: {} cold, {micros} us", loader.name, profile.instructions);
        }
        Ok(())
    })
}

fn loads(
    store: &mut Store,
    loader: &Loader,
    fields: usize,
    mut note: impl FnMut(&mut Store, &dyn Fn(Metric) -> Key, &Profile, &Profile),
) -> Result<()> {
    for scenario in loader.scenarios {
        let program = run::checked(loader, fields, *scenario)?;
        let (first, second) = profile_loads(&program, fields, *scenario)?;
        note(store, &|metric| Key::new(metric, loader, fields, *scenario), &first, &second);
    }
    Ok(())
}

/// Two profiles: collected from the entry of the load to its return, written at its return.
fn profile_loads(program: &Path, fields: usize, scenario: Scenario) -> Result<(Profile, Profile)> {
    let out = dump(program, "load");
    let dumps = [1, 2].map(|number| PathBuf::from(format!("{}.{number}", out.display())));
    for path in &dumps {
        // There may be none, and must be none of an earlier program.
        let _ = std::fs::remove_file(path);
    }
    let mut valgrind = valgrind(&out, fields, scenario)?;
    valgrind.args(["--toggle-collect=bench_load", "--dump-after=bench_load"]).arg(program);
    run::output(&mut valgrind)?;
    Ok((Profile::read(&dumps[0])?, Profile::read(&dumps[1])?))
}

fn whole_process(program: &Path, fields: usize, scenario: Scenario) -> Result<Profile> {
    let out = dump(program, "cold");
    run::output(valgrind(&out, fields, scenario)?.arg(program).arg("cold"))?;
    Profile::read(&out)
}

fn valgrind(out: &Path, fields: usize, scenario: Scenario) -> Result<Command> {
    let directory = out.parent().unwrap_or(out);
    std::fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut valgrind = run::command(Path::new("valgrind"), fields, scenario);
    valgrind.args(["--tool=callgrind", "--quiet"]).arg(format!("--callgrind-out-file={}", out.display()));
    Ok(valgrind)
}

/// Where callgrind writes, and a person may look further with `callgrind_annotate`.
fn dump(program: &Path, what: &str) -> PathBuf {
    let name = program.file_name().unwrap_or_default().display();
    workspace::generated().join("callgrind").join(format!("{name}.{what}"))
}

fn median_wall(program: &Path, fields: usize, scenario: Scenario) -> Result<Duration> {
    const RUNS: usize = 51;
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let mut command = run::command(program, fields, scenario);
        command.arg("cold");
        let start = Instant::now();
        run::output(&mut command)?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[RUNS / 2])
}
