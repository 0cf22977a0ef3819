//! Builds and runs the programs.

mod callgrind;
mod compile;
mod process;
mod run;

pub use callgrind::Profile;
pub use compile::{compile, size};
pub use process::{allocations, cold, hot_functions, instructions};

use crate::loaders::Loader;
use crate::store::Store;

/// Which programs to measure.
#[derive(Clone, Debug)]
pub struct Selection {
    pub loaders: Vec<&'static Loader>,
    pub sizes: Vec<usize>,
}

impl Selection {
    /// Calls a measurement for each loader and size; one that fails is noted and the others go on.
    fn each(
        &self,
        store: &mut Store,
        mut measure: impl FnMut(&mut Store, &'static Loader, usize) -> crate::Result<()>,
    ) -> crate::Result<()> {
        let mut skipped = 0;
        for loader in &self.loaders {
            for fields in &self.sizes {
                match measure(store, loader, *fields) {
                    Ok(()) => store.save()?,
                    Err(error) => {
                        skipped += 1;
                        eprintln!("skipped: {}, K = {fields}: {error}", loader.name);
                    }
                }
            }
        }
        match skipped {
            0 => Ok(()),
            _ if skipped == self.loaders.len() * self.sizes.len() => Err("nothing was measured".to_owned()),
            _ => Ok(()),
        }
    }
}
