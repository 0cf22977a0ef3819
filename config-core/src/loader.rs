//! source → layer → merge → lookup → cast → validate → struct: the whole way, wired once.

use std::collections::HashMap;

use crate::bind::{Bind, Binder, Load};
use crate::controls::Controls;
use crate::index::ROOT;
use crate::profile::Profile;
use crate::report::{Code, LoadError, Note, Problem, Report, Severity};

/// Everything that one load asked and was told, merged, before a struct is built from it.
#[derive(Debug)]
#[doc(hidden)]
pub struct Gathered {
    pub(crate) load: Load,
    controls: Controls,
}

impl Gathered {
    pub(crate) const fn of(load: Load, controls: Controls) -> Self {
        Self { load, controls }
    }

    /// Builds the struct.
    ///
    /// # Errors
    /// Every problem of every layer, at once.
    pub fn bind<T: Bind>(mut self) -> Result<(T, Report), LoadError> {
        let value = T::bind(&mut Binder::new(&mut self.load));
        self.load.finish();
        let sound = self.load.problems.iter().all(|problem| problem.severity() != Severity::Problem);
        if value.is_none() && sound {
            let message = "could not be built, and no field says why: please report this bug of tactful";
            self.load.problems.push(Problem::new(Code::Invalid, T::SCHEMA.name(), message));
        }
        let report = self.into_report();
        match value {
            Some(value) if report.is_ok() => Ok((value, report)),
            _ => Err(LoadError::new(report)),
        }
    }

    /// Looks for missing keys without building anything.
    #[must_use]
    pub fn check(mut self) -> Report {
        self.load.check_presence(ROOT);
        self.load.finish();
        self.into_report()
    }

    /// The profile of this load.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.load.profile
    }

    /// The operator's levers of this load.
    #[must_use]
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    pub(crate) fn into_report(self) -> Report {
        let Load { mut merged, profile, problems, world, read, .. } = self.load;
        let schema = merged.index.schema();
        let (profile, from) = profile.into_parts();
        let mut report = Report::new(schema.facts.package, schema.name, profile, from);
        report.control_prefix(schema.control_prefix);
        if let Some(root) = world.root {
            report.root(root);
        }
        for layer in &mut merged.layers {
            if let Some(read) = layer.read.take() {
                report.note_read(read);
            }
            for skipped in layer.skipped.drain(..) {
                report.note_not_read(skipped.what, skipped.why);
            }
        }
        for secret in read {
            report.note_read(Note::from(secret.as_str()));
        }
        // Keys are numbered level by level; a report goes through the schema from top to bottom.
        let ranks: HashMap<_, _> = if problems.is_empty() {
            HashMap::new()
        } else {
            merged.index.in_order().into_iter().zip(0_u32..).collect()
        };
        for mut problem in problems {
            problem.order = problem.order.map(|id| ranks.get(&id).copied().unwrap_or(u32::MAX - 1));
            report.push(problem);
        }
        report.finish();
        report
    }
}
