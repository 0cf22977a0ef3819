//! What a struct of settings costs to compile, and what it weighs.

use std::process::Command;

use nix::sys::resource::{UsageWho, getrusage};

use super::Selection;
use crate::loaders::Loader;
use crate::store::{Key, Metric, Store};
use crate::workspace::{self, Profile};
use crate::{Result, generate};

/// Edits measured for each figure, of which the cheapest counts: what disturbs only ever adds.
const EDITS: usize = 3;

/// One edit is enough if it costs more than this: a disturbance is small beside it, and the day is short.
const LONG_MILLIS: u64 = 60_000;

/// CPU seconds of `cargo build` after one field has changed its type, in debug and in release.
pub fn compile(selection: &Selection, store: &mut Store) -> Result<()> {
    selection.weighed().each(store, &[Metric::DebugMillis, Metric::ReleaseMillis], |store, loader, fields| {
        let scenario = loader.fullest();
        let profiles = [(Profile::Debug, Metric::DebugMillis), (Profile::Release, Metric::ReleaseMillis)];
        for (profile, metric) in profiles {
            let millis = edit_cost(loader, fields, profile);
            // Whatever happened, the program is left as it was.
            generate::edit(loader, fields, false)?;
            let millis = millis?;
            store.set(Key::new(metric, loader, fields, scenario), millis);
            eprintln!("{}, K = {fields}: {profile:?} {millis} ms of CPU after an edit", loader.name);
        }
        Ok(())
    })
}

/// Bytes of the release program without its symbols.
pub fn size(selection: &Selection, store: &mut Store) -> Result<()> {
    selection.weighed().each(store, &[Metric::StrippedBytes], |store, loader, fields| {
        let scenario = loader.fullest();
        workspace::build(loader, fields, scenario, Profile::Release)?;
        let program = workspace::program(loader, fields, scenario, Profile::Release);
        let stripped = workspace::generated().join("stripped");
        super::run::output(Command::new("strip").arg("-o").arg(&stripped).arg(&program))?;
        let bytes = std::fs::metadata(&stripped).map_err(|error| format!("{}: {error}", stripped.display()))?.len();
        store.set(Key::new(Metric::StrippedBytes, loader, fields, scenario), bytes);
        eprintln!("{}, K = {fields}: {bytes} bytes stripped", loader.name);
        Ok(())
    })
}

fn edit_cost(loader: &Loader, fields: usize, profile: Profile) -> Result<u64> {
    let scenario = loader.fullest();
    workspace::build(loader, fields, scenario, profile)?;
    let mut best = u64::MAX;
    for edit in 0..EDITS {
        generate::edit(loader, fields, edit % 2 == 0)?;
        let before = cpu_millis()?;
        workspace::build(loader, fields, scenario, profile)?;
        best = best.min(cpu_millis()? - before);
        if best > LONG_MILLIS {
            break;
        }
    }
    Ok(best)
}

/// CPU time of all children that have ended, and of theirs.
fn cpu_millis() -> Result<u64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|error| format!("getrusage: {error}"))?;
    let micros = [usage.user_time(), usage.system_time()].map(|time| time.tv_sec() * 1_000_000 + time.tv_usec());
    u64::try_from(micros.iter().sum::<i64>() / 1000).map_err(|error| error.to_string())
}
