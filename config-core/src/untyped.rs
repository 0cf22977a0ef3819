//! What the layers say without a schema: every name, the highest layer first.

use std::collections::BTreeMap;

use crate::context::World;
use crate::layer::{EntryName, Layer};
use crate::loader::Gathered;
use crate::local::{Answers, Local, Referral, Resolution};
use crate::merge::referral::unfollowed;
use crate::origin::{LayerName, Origin};
use crate::profile::Profile;
use crate::raw::{Node, Raw};
use crate::report::Report;
use crate::schema::{Facts, Schema};
use crate::source::Source;

/// No key at all: what is asked for is every name.
pub(crate) static SCHEMA: &Schema = &Schema::new("Secrets", &[]).facts(Facts::new("", cfg!(debug_assertions), false));

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
        Self::ask((SCHEMA, None), SCHEMA, world, profile, sources, false)
    }

    /// The schema by which a profile is found where there is none.
    #[must_use]
    pub const fn untyped_schema() -> &'static Schema {
        SCHEMA
    }

    /// Whether every name is asked for.
    #[must_use]
    pub fn is_untyped(&self) -> bool {
        std::ptr::eq(self.schema(), SCHEMA)
    }

    /// The references among the values that count.
    pub(crate) fn untyped_referrals(&self) -> Vec<Referral> {
        let mut winners = BTreeMap::new();
        for layer in &self.layers {
            each_value(layer, &mut |name, raw| {
                winners.insert(name, raw.reference().and(raw.as_written()));
            });
        }
        let referrals = winners.into_iter().filter_map(|(name, text)| {
            let referral = |text: &str| Referral { text: text.to_owned(), names: vec![name.clone()] };
            text.map(referral)
        });
        referrals.collect()
    }

    /// Every value of every layer, lowest first, and the report of the load.
    #[must_use]
    pub fn complete_untyped(self, answers: Answers) -> (Vec<Named>, Report) {
        let (mut load, controls, layers, resolutions) = self.into_load(answers);
        let mut values = Vec::new();
        let mut winners = BTreeMap::new();
        for (number, layer) in layers.iter().enumerate() {
            each_value(layer, &mut |name, _| {
                winners.insert(name, number);
            });
        }
        for (number, layer) in layers.iter().enumerate() {
            each_value(layer, &mut |name, raw| {
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

/// Gives each value of a layer, by its name; members of documents by their dotted paths.
fn each_value<'l>(layer: &'l Layer, take: &mut impl FnMut(String, &'l Raw)) {
    for entry in &layer.entries {
        let EntryName::Text(name) = &entry.name else { continue };
        // Where names are those of files, they may be written in lower case.
        let upper = layer.name == LayerName::SECRETS_DIR && !name.contains('.');
        take(if upper { name.to_ascii_uppercase() } else { name.clone() }, &entry.candidate.value);
    }
    if let Some(tree) = &layer.tree {
        each_member(tree, "", take);
    }
}

fn each_member<'n>(node: &'n Node, path: &str, take: &mut impl FnMut(String, &'n Raw)) {
    match &node.value {
        Raw::Map(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !(path.is_empty() && key == "settings")) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                each_member(member, &path, take);
            }
        }
        value => take(path.to_owned(), value),
    }
}
