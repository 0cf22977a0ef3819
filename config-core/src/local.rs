//! A load between its two halves: the local layers are read, and what needs a network is known and not yet asked.

mod levers;
mod options;

use std::collections::{BTreeMap, HashMap};

use crate::bind::{Bind, Load};
use crate::context::World;
use crate::controls::Controls;
use crate::index::{Index, Keys, NodeId, NodeKind};
use crate::layer::Layer;
use crate::loader::Gathered;
#[doc(hidden)]
pub use crate::merge::referral::{Referral, Resolution, unfollowed};
use crate::merge::referral::{Resolutions, first_reference};
use crate::merge::{Leniency, Merged};
use crate::origin::{LayerName, Origin};
use crate::profile::Profile;
use crate::raw::{Node, Raw};
use crate::report::{Code, Problem};
use crate::schema::{Facts, Schema, Secrecy, Shape};
use crate::source::{Ask, Source};

/// The sources of a load, lowest first.
type Sources<'i, 's> = &'i mut dyn Iterator<Item = &'s dyn Source>;

/// No key at all: what is asked for is every name.
pub(crate) static UNTYPED: &Schema = &Schema::new("Secrets", &[]).facts(Facts::new("", cfg!(debug_assertions), false));

/// Why a check does not read a manager.
#[doc(hidden)]
pub const UNASKED: &str = "a check asks no network";

/// The local layers of one load, and the sources that it has to wait for.
#[derive(Debug)]
#[doc(hidden)]
pub struct Local<'s> {
    merged: Merged,
    keys: Option<&'static Keys>,
    /// The root struct of the application, whose file and levers also hold for the options of a manager.
    application: &'static Schema,
    /// Whether these are options of a manager: the levers name keys of the application.
    is_of_manager: bool,
    world: World,
    profile: Profile,
    controls: Controls,
    problems: Vec<Problem>,
    pub(crate) layers: Vec<Layer>,
    /// Each with the number of layers that lie below it.
    waiting: Vec<(usize, &'s dyn Source)>,
}

/// What a load wants of its managers.
#[derive(Clone, Debug)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Needs {
    /// The references that have to be followed.
    pub referrals: Vec<Referral>,
    /// The keys that a store may be asked for by name.
    pub wanted: Vec<Wanted>,
    /// Whether there are lists or maps of structs: no name tells their keys, and yet a document may hold them.
    pub has_open_groups: bool,
}

/// A key that a store may be asked for by name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[doc(hidden)]
#[non_exhaustive]
pub struct Wanted {
    /// Its environment name.
    pub name: String,
    /// Whether its type is known to be no secret.
    pub is_plain: bool,
    /// Whether its field takes bytes as they are.
    pub takes_bytes: bool,
}

/// What the managers of a load answered.
#[derive(Debug, Default)]
#[doc(hidden)]
#[allow(clippy::exhaustive_structs, reason = "config-sources fills it, and nobody else")]
pub struct Answers {
    /// Layers, each with the number of local layers that lie below it; of one number the first is the lowest.
    pub layers: Vec<(usize, Layer)>,
    /// What references led to, by their text.
    pub resolutions: HashMap<String, Resolution>,
    /// What belongs to no layer.
    pub problems: Vec<Problem>,
    /// Managers that nobody could name: what they would have had is not missing.
    pub lost: Vec<Problem>,
    /// What is wrong with the options of stores, and the numbers of those that fail with it.
    pub options: Vec<(Vec<usize>, Vec<Problem>)>,
    /// Stores that gave nothing to references, by their numbers, each with the keys that wait for it.
    pub stores: Vec<(usize, Problem)>,
    /// What was asked beside the layers, for the report.
    pub read: Vec<String>,
}

impl<'s> Local<'s> {
    /// Asks every source that need not wait, lowest first. With `alone`, those that wait are left out for good.
    #[must_use]
    pub fn read<T: Bind>(world: World, profile: Profile, sources: Sources<'_, 's>, alone: bool) -> Self {
        Self::ask((T::SCHEMA, T::KEYS), T::SCHEMA, world, profile, sources, alone)
    }

    pub(crate) fn ask(
        (schema, keys): (&'static Schema, Option<&'static Keys>),
        application: &'static Schema,
        world: World,
        profile: Profile,
        sources: Sources<'_, 's>,
        alone: bool,
    ) -> Self {
        let index = Index::new(schema, keys);
        let (controls, mut problems) = Controls::read(application, &world.environment);
        problems.extend(index.collisions());
        let merged = Merged::new(index, Leniency::new(&profile, &controls.warn_only));
        let mut layers: Vec<Layer> = Vec::new();
        let mut waiting = Vec::new();
        let is_untyped = std::ptr::eq(schema, UNTYPED);
        for source in sources {
            if source.waits() {
                waiting.push((layers.len(), source));
                continue;
            }
            if alone && !source.is_local() {
                continue;
            }
            let ask = Ask {
                schema: application,
                index: &merged.index,
                world: &world,
                profile: &profile,
                controls: &controls,
                below: &layers,
                is_untyped,
            };
            let read = source.read(&ask);
            // The list of the first source becomes that of all: often it is the only one.
            if layers.is_empty() {
                layers = read;
            } else {
                layers.extend(read);
            }
        }
        Self { merged, keys, application, is_of_manager: false, world, profile, controls, problems, layers, waiting }
    }

    /// Merges the local layers alone, for a check: what a manager may have is not missing, it is not known. `answers` is what
    /// can be told of managers without asking them.
    #[must_use]
    pub fn unasked(mut self, answers: Answers) -> Gathered {
        let may_be_elsewhere = self.has_managers();
        for (number, (below, source)) in std::mem::take(&mut self.waiting).into_iter().enumerate() {
            if answers.layers.is_empty() {
                let layer = Layer::new(source.name()).not_read(source.title(), UNASKED, Vec::new());
                self.layers.insert(below + number, layer);
            }
        }
        self.merged.leaves_references = true;
        let mut gathered = self.complete(answers);
        gathered.load.asks_nobody = may_be_elsewhere;
        gathered
    }

    /// A problem that was found outside: by whoever assembled the world.
    pub fn problem(&mut self, problem: Problem) {
        let may_be_let_through = problem.code() == Code::Profile && problem.detail() == Some("typo");
        let problem = if may_be_let_through { self.merged.dagger(problem) } else { problem };
        self.problems.push(problem);
    }

    /// Whether every name is asked for.
    #[must_use]
    pub fn is_untyped(&self) -> bool {
        std::ptr::eq(self.merged.index.schema(), UNTYPED)
    }

    /// The references among the values that count.
    fn untyped_referrals(&self) -> Vec<Referral> {
        let mut winners = BTreeMap::new();
        for layer in &self.layers {
            layer.each_value(&mut |name, raw, _| {
                winners.insert(name, raw.reference().and(raw.as_written()));
            });
        }
        let referrals = winners.into_iter().filter_map(|(name, text)| {
            let referral = |text: &str| Referral { text: text.to_owned(), names: vec![name.clone()] };
            text.map(referral)
        });
        referrals.collect()
    }

    /// Whether nothing has to be waited for: no source, no reference, no manager that the operator or a file names.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.waiting.is_empty()
            && self.controls.managers().is_none_or(|managers| managers.is_empty())
            && !self.layers.iter().any(refers)
            && self.managers_of_files().is_none()
    }

    /// Whether there are managers that are layers.
    #[must_use]
    pub fn has_managers(&self) -> bool {
        // Those of the operator replace all others.
        match self.controls.managers() {
            Some(managers) => !managers.is_empty(),
            None => !self.waiting.is_empty() || self.managers_of_files().is_some(),
        }
    }

    /// The tables below `settings` of config files, and what else stands there, each with its place. Empty where the
    /// application has a key of that name.
    #[must_use]
    pub fn sections(&self) -> Vec<(&str, Origin)> {
        if self.merged.index.child(crate::index::ROOT, "settings", 0).is_some() {
            return Vec::new();
        }
        let mut sections = Vec::new();
        for layer in self.layers.iter().filter(|layer| layer.name == LayerName::FILE) {
            let Some(Raw::Map(members)) =
                layer.tree.as_ref().and_then(|tree| member(tree, "settings")).map(|own| &own.value)
            else {
                continue;
            };
            for (name, node) in members {
                let origin = Origin::new(LayerName::FILE).named(format!("settings.{name}"));
                let document = layer.document.clone().map(|path| origin.clone().in_document(path, node.position));
                sections.push((name.as_str(), document.unwrap_or(origin)));
            }
        }
        sections
    }

    /// The sources that wait, each with the number of layers that lie below it.
    #[must_use]
    pub fn waiting(&self) -> &[(usize, &'s dyn Source)] {
        &self.waiting
    }

    /// How many layers lie below a manager that has no place in the stack: all but overrides.
    #[must_use]
    pub fn top(&self) -> usize {
        self.layers.iter().position(|layer| layer.name == LayerName::OVERRIDES).unwrap_or(self.layers.len())
    }

    /// The world of this load.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The profile of this load.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The operator's levers.
    #[must_use]
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    /// The schema of the application.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.application
    }

    /// The list `[[settings.managers]]` of the highest config file that has one, and where it stands.
    #[must_use]
    pub fn managers_of_files(&self) -> Option<(&Node, Origin)> {
        self.layers.iter().rev().filter(|layer| layer.name == LayerName::FILE).find_map(|layer| {
            let managers = member(member(layer.tree.as_ref()?, "settings")?, "managers")?;
            let origin = Origin::new(LayerName::FILE).named("settings.managers");
            let document = layer.document.clone().map(|path| origin.clone().in_document(path, managers.position));
            Some((managers, document.unwrap_or(origin)))
        })
    }

    /// What has to be followed, and what may be asked for.
    #[must_use]
    pub fn needs(&mut self) -> Needs {
        if let Err(problem) = self.controls.read_env_wins(self.application, &self.world.environment) {
            self.problems.push(*problem);
        }
        if self.is_untyped() {
            return Needs { referrals: self.untyped_referrals(), wanted: Vec::new(), has_open_groups: true };
        }
        if !self.is_of_manager {
            self.check_names_that_win();
        }
        let fresh = Index::new(self.merged.index.schema(), self.keys);
        let preview = Merged::new(fresh, Leniency::new(&self.profile, &[])).preview(self.layers.clone());
        if !self.is_of_manager {
            self.problems.extend(self.idle_names(&preview));
            self.problems.extend(self.misspelt_levers());
        }
        let env_wins = &self.controls.env_wins;
        let mut wanted = Vec::new();
        let mut has_open_groups = false;
        for id in preview.index.in_order() {
            match preview.index.node(id).kind {
                // Entries come one by one, from a document as well; items replace all others.
                NodeKind::Group(Shape::Map) => has_open_groups = true,
                NodeKind::Group(Shape::List) => has_open_groups |= !preview.is_kept_by_env(id, env_wins),
                _ => {}
            }
            if !is_askable(&preview, id)
                || preview.is_given_to_env(id, env_wins)
                || preview.is_given_whole(id, env_wins)
            {
                continue;
            }
            let leaf = preview.index.field(id).and_then(crate::schema::Field::as_leaf);
            wanted.push(Wanted {
                name: preview.index.env_name(id),
                is_plain: leaf.is_some_and(|leaf| leaf.secrecy == Secrecy::Plain),
                takes_bytes: leaf.is_some_and(|leaf| leaf.bytes),
            });
        }
        Needs { referrals: preview.referrals(), wanted, has_open_groups }
    }

    /// Merges the local layers of a program that knows no managers, and says so of those that somebody wants.
    #[must_use]
    pub fn without_managers(mut self) -> Gathered {
        let lever = self.schema().lever("MANAGERS");
        let built_without = |name: String| {
            Problem::new(Code::Source, name, "names secret managers, and this program is built without any")
                .help("build with the feature of the store (vault, aws, gcp, azure), or remove it")
        };
        if self.controls.managers().is_some_and(|managers| !managers.is_empty()) {
            self.problems.push(built_without(lever.into_owned()));
        }
        if let Some((_, origin)) = self.managers_of_files() {
            self.problems.push(built_without("settings.managers".to_owned()).from(origin));
        }
        self.complete(Answers::default())
    }

    /// Merges the local layers with what the managers answered.
    #[must_use]
    pub fn complete(self, answers: Answers) -> Gathered {
        let has_managed = !answers.layers.is_empty();
        let (mut load, controls, layers, resolutions) = self.into_load(answers);
        load.merged.follow_by(resolutions, &controls.env_wins);
        load.merged.add(layers);
        if has_managed {
            load.overridden();
        }
        Gathered::of(load, controls)
    }

    /// A load in which nothing is merged yet; beside it all layers, lowest first, and what references led to.
    pub(crate) fn into_load(self, answers: Answers) -> (Load, Controls, Vec<Layer>, Resolutions) {
        let Self { merged, world, profile, controls, mut problems, mut layers, is_of_manager, .. } = self;
        let Answers { layers: managed, resolutions, problems: more, lost, options, stores, read } = answers;
        problems.extend(more);
        for (number, (below, layer)) in managed.into_iter().enumerate() {
            layers.insert((below + number).min(layers.len()), layer);
        }
        let load = Load {
            merged,
            profile,
            problems,
            missing: Vec::new(),
            of_lost: lost,
            of_options: options,
            of_stores: stores,
            world,
            read,
            asks_nobody: false,
            may_come_back: false,
            is_of_manager,
        };
        (load, controls, layers, resolutions)
    }
}

/// Whether a layer holds a reference anywhere.
fn refers(layer: &Layer) -> bool {
    layer.entries.iter().any(|entry| first_reference(&entry.candidate.value).is_some())
        || layer.tree.as_ref().is_some_and(|tree| first_reference(&tree.value).is_some())
}

/// Whether a store can be asked for a key by its name: one value, or a map of values given whole.
fn is_askable(merged: &Merged, id: NodeId) -> bool {
    let node = merged.index.node(id);
    !node.detached && matches!(node.kind, NodeKind::Leaf | NodeKind::LeafMap) && node.field.is_some()
}

fn member<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Raw::Map(members) = &node.value else { return None };
    members.iter().find(|(own, _)| own == key).map(|(_, member)| member)
}
