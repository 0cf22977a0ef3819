//! Builds and runs the programs.

mod callgrind;
mod compile;
mod process;
mod run;

pub use callgrind::Profile;
pub use compile::{compile, size};
pub use process::{allocations, cold, hot_functions, instructions};

use crate::loaders::Loader;
use crate::store::{Metric, Store};

/// Which programs to measure.
#[derive(Clone, Debug)]
pub struct Selection {
    pub loaders: Vec<&'static Loader>,
    pub sizes: Vec<usize>,
}

impl Selection {
    /// Without the loaders whose compile cost and size are those of another.
    fn weighed(&self) -> Self {
        let loaders = self.loaders.iter().copied().filter(|loader| loader.weighed).collect();
        Self { loaders, sizes: self.sizes.clone() }
    }

    /// Calls a measurement for each loader and size; one that fails is noted and the others go on.
    fn each(
        &self,
        store: &mut Store,
        metrics: &[Metric],
        mut measure: impl FnMut(&mut Store, &'static Loader, usize) -> crate::Result<()>,
    ) -> crate::Result<()> {
        let mut skipped = 0;
        for loader in &self.loaders {
            for fields in &self.sizes {
                // A figure of an earlier run must not stand for a program that no longer builds.
                store.forget(metrics, loader, *fields);
                if let Err(error) = measure(store, loader, *fields) {
                    skipped += 1;
                    eprintln!("skipped: {}, K = {fields}: {error}", loader.name);
                }
                store.save()?;
            }
        }
        if skipped == self.loaders.len() * self.sizes.len() { Err("nothing was measured".to_owned()) } else { Ok(()) }
    }
}
