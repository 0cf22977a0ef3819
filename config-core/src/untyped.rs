//! What the layers say without a schema: every name, and the value of the highest layer that has it.

use std::collections::{BTreeMap, HashSet};

use crate::context::World;
use crate::controls::EnvWins;
use crate::layer::{Layer, Place};
use crate::loader::Gathered;
use crate::local::{Answers, Local, Resolution, UNTYPED};
use crate::merge::referral::{Resolutions, chained, unfollowed};
use crate::origin::{LayerName, Origin};
use crate::profile::Profile;
use crate::raw::Raw;
use crate::report::{Problem, Report};
use crate::schema::Schema;
use crate::source::Source;

/// The value that counts for a name, and how high its layer lies.
#[derive(Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Named {
    /// What its layer calls it: a variable, a file, the dotted path of a document.
    pub name: String,
    /// The number of its layer; a higher one counts.
    pub layer: usize,
    /// The value, or why its layer cannot give it.
    pub value: Result<Raw, Box<Problem>>,
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

    /// The value of every name, and the report of the load.
    #[must_use]
    pub fn complete_untyped(self, answers: Answers) -> (Vec<Named>, Report) {
        let (mut load, controls, layers, resolutions) = self.into_load(answers);
        let (mut values, mut waiting) = (Vec::new(), HashSet::new());
        for (name, (number, raw, place)) in winners(&layers, &controls.env_wins) {
            let layer = &layers[number];
            let origin = layer.origin(name.clone(), &place);
            let named = |value, origin| Named { name: name.clone(), layer: number, value, origin };
            let problem = match (raw.reference(), raw.as_written()) {
                (Some(_), _) if layer.managed.is_some() => chained(),
                (Some(scheme), Some(text)) => match resolutions.get(text) {
                    None => unfollowed(scheme),
                    Some(Resolution::Found { value, .. }) if value.reference().is_some() => chained(),
                    Some(Resolution::Found { value, secret, version }) => {
                        let origin = origin.referring_to(secret.clone());
                        let origin = version.iter().fold(origin, Origin::version_of);
                        values.push(named(Ok(value.clone()), origin));
                        continue;
                    }
                    Some(Resolution::Failed(problem)) => (**problem).clone(),
                    // The store has a problem of its own.
                    Some(Resolution::Told) => {
                        waiting.insert(name);
                        continue;
                    }
                },
                _ => {
                    let value = match place.rare.and_then(|rare| rare.failed) {
                        None => Ok(raw.clone()),
                        Some(mut problem) => {
                            problem.name.clone_from(&name);
                            problem.origin.get_or_insert_with(|| origin.clone());
                            Err(Box::new(problem))
                        }
                    };
                    values.push(named(value, origin));
                    continue;
                }
            };
            let mut problem = problem.from(origin);
            problem.name = name;
            load.problems.push(problem);
        }
        for (_, failure) in &mut load.of_stores {
            failure.leaves.retain(|name| waiting.contains(name));
        }
        load.merged.follow_by(Resolutions::new(), &controls.env_wins);
        load.merged.layers = layers;
        load.finish();
        (values, Gathered::of(load, controls).into_report())
    }
}

/// Of each name the highest value, by the number of its layer; that of a manager counts less than the environment's where the
/// operator says so.
fn winners<'l>(layers: &'l [Layer], env_wins: &EnvWins) -> BTreeMap<String, (usize, &'l Raw, Place)> {
    let mut in_env = HashSet::new();
    for layer in layers.iter().filter(|layer| layer.name == LayerName::ENV) {
        layer.each_value(&mut |name, raw, _| {
            if let Some(own) = name.strip_suffix("_FILE").filter(|_| !raw.is_blank()) {
                in_env.insert(own.to_owned());
            }
            in_env.insert(name);
        });
    }
    let mut winners: BTreeMap<String, (usize, &Raw, Place)> = BTreeMap::new();
    for (number, layer) in layers.iter().enumerate() {
        layer.each_value(&mut |name, raw, place| {
            let is_given = match env_wins {
                EnvWins::Never => false,
                EnvWins::Named(names) => names.contains(&name),
                EnvWins::Always => true,
            };
            if !(is_given && layer.managed.is_some() && in_env.contains(&name)) {
                winners.insert(name, (number, raw, place));
            }
        });
    }
    winners
}
