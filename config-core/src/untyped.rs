//! What the layers say without a schema: every name, the highest layer first.

use std::collections::BTreeMap;

use crate::context::World;
use crate::loader::Gathered;
use crate::local::{Answers, Local, Resolution, UNTYPED};
use crate::merge::referral::unfollowed;
use crate::origin::Origin;
use crate::profile::Profile;
use crate::raw::Raw;
use crate::report::Report;
use crate::schema::Schema;
use crate::source::Source;

/// A value by its name, and how high its layer lies.
#[derive(Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Named {
    /// What its layer calls it: a variable, a file, the dotted path of a document.
    pub name: String,
    /// The number of its layer; a higher one counts.
    pub layer: usize,
    /// The value, or that a reference could not be followed.
    pub value: Raw,
    /// Where it came from.
    pub origin: Origin,
}

impl<'s> Local<'s> {
    /// Asks every source that need not wait for all that it has.
    #[must_use]
    pub fn untyped(world: World, profile: Profile, sources: &mut dyn Iterator<Item = &'s dyn Source>) -> Self {
        Self::ask((UNTYPED, None), UNTYPED, world, profile, sources, false)
    }

    /// The schema by which a profile is found where there is none.
    #[must_use]
    pub const fn untyped_schema() -> &'static Schema {
        UNTYPED
    }

    /// Every value of every layer, lowest first, and the report of the load.
    #[must_use]
    pub fn complete_untyped(self, answers: Answers) -> (Vec<Named>, Report) {
        let (mut load, controls, layers, resolutions) = self.into_load(answers);
        let mut values = Vec::new();
        let mut winners = BTreeMap::new();
        for (number, layer) in layers.iter().enumerate() {
            layer.each_value(&mut |name, _| {
                winners.insert(name, number);
            });
        }
        for (number, layer) in layers.iter().enumerate() {
            layer.each_value(&mut |name, raw| {
                let origin = layer.origin(name.clone(), &crate::layer::Place::default());
                let followed = raw.as_written().filter(|_| raw.reference().is_some() && layer.managed.is_none());
                match followed.map(|text| resolutions.get(text)) {
                    None => values.push(Named { name, layer: number, value: raw.clone(), origin }),
                    Some(Some(Resolution::Found { value, secret, version })) => {
                        let origin = origin.referring_to(secret.clone());
                        let origin = version.iter().fold(origin, Origin::version_of);
                        values.push(Named { name, layer: number, value: value.clone(), origin });
                    }
                    // One that lost, or whose store has a problem of its own.
                    Some(_) if winners.get(&name) != Some(&number) => {}
                    Some(Some(Resolution::Told)) => {}
                    Some(failed) => {
                        let problem = match failed {
                            Some(Resolution::Failed(problem)) => (**problem).clone(),
                            _ => unfollowed(raw.reference().unwrap_or_default()),
                        };
                        let mut problem = problem.from(origin);
                        problem.name = name;
                        load.problems.push(problem);
                    }
                }
            });
        }
        load.merged.layers = layers;
        load.finish();
        (values, Gathered::of(load, controls).into_report())
    }
}
