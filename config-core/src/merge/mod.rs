//! Layers, lowest first, into one candidate list per key. The highest comes first; what it hides stays for `explain`.

mod flat;
pub(crate) mod referral;
mod seat;
mod tree;

use std::collections::HashMap;

use crate::controls::EnvWins;
use crate::index::{Called, Index, NodeId, NodeKind};
pub(crate) use crate::layer::Candidate;
use crate::layer::{Entry, EntryName, Layer, Place, Rare, Seat};
use crate::origin::{LayerName, Origin};
use crate::profile::Profile;
use crate::raw::{Position, Raw};
use crate::report::{Code, Problem, Severity};
use crate::schema::Shape;

/// A name of a layer that no key has.
#[derive(Debug)]
pub(crate) struct Stray {
    pub(crate) layer: usize,
    /// The struct it would belong to; the root for flat layers.
    pub(crate) group: NodeId,
    pub(crate) name: String,
    pub(crate) position: Option<Position>,
    /// Whether it stands in the JSON text that a whole group was given as.
    pub(crate) in_text: bool,
}

/// All layers of one load, key by key.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) index: Index,
    pub(crate) layers: Vec<Layer>,
    pub(crate) strays: Vec<Stray>,
    pub(crate) problems: Vec<Problem>,
    /// Keys whose value some layer gave in a form that they cannot have. They are not missing as well.
    rejected: Vec<NodeId>,
    /// The highest candidate of each node.
    heads: Vec<Option<Seat>>,
    has_variants: bool,
    leniency: Leniency,
    /// What references led to.
    resolutions: referral::Resolutions,
    /// Whether this is a first look at the local layers, to learn which references count.
    is_preview: bool,
    /// Whether references stay as they are: a check follows none.
    pub(crate) leaves_references: bool,
    /// References that whole groups, lists or maps were given by; of a preview.
    whole: Vec<(String, NodeId)>,
    env_wins: EnvWins,
}

/// What becomes of a † rule: a warning in a relaxed profile, a problem in a hardened one unless let through.
#[derive(Clone, Debug)]
pub(crate) struct Leniency {
    pub(crate) relaxed: bool,
    pub(crate) warn_only: Vec<Code>,
}

impl Leniency {
    pub(crate) fn new(profile: &Profile, warn_only: &[Code]) -> Self {
        Self { relaxed: profile.is_relaxed(), warn_only: warn_only.to_vec() }
    }

    /// Applies a † rule.
    pub(crate) fn dagger(&self, mut problem: Problem) -> Problem {
        problem.severity = match (self.relaxed, self.warn_only.contains(&problem.code)) {
            (true, _) => Severity::Warning,
            (false, true) => Severity::LetThrough,
            (false, false) => Severity::Problem,
        };
        problem
    }
}

impl Merged {
    /// Nothing yet. It is made before the sources are asked: a large block that is asked for after many small ones were
    /// freed makes the allocator sort them all.
    pub(crate) fn new(index: Index, leniency: Leniency) -> Self {
        Self {
            heads: vec![None; index.len()],
            has_variants: index.schema().size.has_variants,
            index,
            layers: Vec::new(),
            strays: Vec::new(),
            problems: Vec::new(),
            rejected: Vec::new(),
            leniency,
            resolutions: HashMap::new(),
            is_preview: false,
            leaves_references: false,
            whole: Vec::new(),
            env_wins: EnvWins::Never,
        }
    }

    /// Looks at layers without following their references.
    pub(crate) fn preview(mut self, layers: Vec<Layer>) -> Self {
        self.is_preview = true;
        self.add(layers);
        self
    }

    /// Says what references led to, and whose value in the environment beats that of a manager.
    pub(crate) fn follow_by(&mut self, resolutions: referral::Resolutions, env_wins: &EnvWins) {
        self.resolutions = resolutions;
        self.env_wins = env_wins.clone();
    }

    /// Whether the operator passes all managers by: one that fails is no problem while nothing lacks a value.
    pub(crate) fn passes_managers_by(&self) -> bool {
        self.env_wins == EnvWins::Always
    }

    /// Whether the operator gave a key to the environment, which has it.
    pub(crate) fn is_given_to_env(&self, id: NodeId, env_wins: &EnvWins) -> bool {
        let wins = match env_wins {
            EnvWins::Never => false,
            EnvWins::Named(names) => names.iter().any(|name| self.index.is_meant(id, name)),
            EnvWins::Always => true,
        };
        wins && self.chain(id).any(|candidate| self.layers[candidate.layer as usize].name == LayerName::ENV)
    }

    /// Whether the operator gave a map to the environment, which gives it in one text.
    pub(crate) fn is_given_whole(&self, id: NodeId, env_wins: &EnvWins) -> bool {
        let in_text = |entry: &NodeId| self.winner(*entry).and_then(rare).is_some_and(|rare| rare.pointer.is_some());
        self.index.entries(id).iter().any(|entry| in_text(entry) && self.is_given_to_env(*entry, env_wins))
    }

    /// Whether a manager may not touch the entries of a list or map: the operator gave it to the environment, which has some.
    pub(crate) fn is_kept_by_env(&self, id: NodeId, env_wins: &EnvWins) -> bool {
        let below = |&entry: &NodeId| self.is_kept_by_env(entry, env_wins);
        self.is_given_to_env(id, env_wins)
            || self.index.children(id).any(|child| below(&child))
            || self.index.entries(id).iter().any(below)
    }

    fn may_not_touch(&self, layer: usize, id: NodeId) -> bool {
        self.layers[layer].managed.is_some()
            && self.env_wins != EnvWins::Never
            && self.is_kept_by_env(id, &self.env_wins)
    }

    /// Merges layers, lowest first.
    pub(crate) fn add(&mut self, layers: Vec<Layer>) {
        self.layers = layers;
        for layer in 0..self.layers.len() {
            let Layer { tree, entries, .. } = &mut self.layers[layer];
            let given = entries.len();
            if let Some(tree) = tree.take() {
                entries.reserve(self.index.len());
                self.add_document(layer, tree);
            }
            let mut number = self.seat_run(layer, 0..given);
            while number < given {
                let moved = Entry::named(EntryName::Claimed(0, Called::Own), Raw::Null);
                let entry = std::mem::replace(&mut self.layers[layer].entries[number], moved);
                self.add_entry(layer, entry);
                number = self.seat_run(layer, number + 1..given);
            }
            self.finish_lists(layer);
        }
        self.follow();
    }
}

impl Merged {
    /// The value that counts for a key.
    pub(crate) fn winner(&self, id: NodeId) -> Option<&Candidate> {
        self.seated(*self.heads.get(id as usize)?.as_ref()?)
    }

    fn seated(&self, seat: Seat) -> Option<&Candidate> {
        Some(&self.layers.get(seat.layer as usize)?.entries.get(seat.entry as usize)?.candidate)
    }

    /// All candidates of a key, the winner first.
    pub(crate) fn chain(&self, id: NodeId) -> impl Iterator<Item = &Candidate> {
        std::iter::successors(self.winner(id), |candidate| self.seated(candidate.below?))
    }

    pub(crate) fn origin(&self, id: NodeId, candidate: &Candidate) -> Origin {
        let layer = &self.layers[candidate.layer as usize];
        let name = self.name_in(layer, id, candidate);
        layer.origin(name, &candidate.place)
    }

    /// What the layer calls the key: the variable, for documents the dotted path.
    fn name_in(&self, layer: &Layer, id: NodeId, candidate: &Candidate) -> String {
        let rare = candidate.place.rare.as_deref();
        if let Some(written) = rare.and_then(|rare| rare.written.as_ref()) {
            return written.clone();
        }
        if layer.speaks_of_keys() && !rare.is_some_and(|rare| rare.indirect) {
            return self.index.key_as(id, candidate.called);
        }
        let mut name = self.index.name_as(id, candidate.called);
        if rare.is_some_and(|rare| rare.indirect) {
            name.push_str("_FILE");
        }
        name
    }

    /// Whether a layer gave a key, or a group above it, in a form that it cannot have.
    pub(crate) fn is_rejected(&self, id: NodeId) -> bool {
        self.rejected.iter().any(|&rejected| rejected == id || self.index.is_below(id, rejected))
    }

    /// Whether a key, or any key below it, has a value in a layer that says something.
    pub(crate) fn has_value(&self, id: NodeId) -> bool {
        if self.winner(id).is_some_and(|candidate| !candidate.value.is_blank() || is_failed(candidate)) {
            return true;
        }
        self.index.children(id).any(|child| self.has_value(child))
            || self.index.entries(id).iter().any(|&child| self.has_value(child))
    }

    /// Applies a † rule.
    pub(crate) fn dagger(&self, problem: Problem) -> Problem {
        self.leniency.dagger(problem)
    }

    /// Drops the entries that lower layers gave a map or list: this layer sets it to nothing.
    fn hide_entries(&mut self, layer: usize, id: NodeId) {
        let hidden = |&&entry: &&NodeId| !self.has_value_of(layer, entry);
        let hidden: Vec<NodeId> = self.index.entries(id).iter().filter(hidden).copied().collect();
        self.index.drop_entries(id, &hidden);
    }

    fn has_value_of(&self, layer: usize, id: NodeId) -> bool {
        self.winner(id).is_some_and(|candidate| candidate.layer as usize == layer)
            || self.index.children(id).any(|child| self.has_value_of(layer, child))
            || self.index.entries(id).iter().any(|&child| self.has_value_of(layer, child))
    }

    /// Records a value for each of the keys that one name stands for.
    fn put_each(&mut self, layer: usize, keys: &[(NodeId, Called)], value: Raw, place: Place) {
        let Some((&(last, called), others)) = keys.split_last() else { return };
        for &(id, called) in others {
            self.put(layer, id, called, value.clone(), place.clone());
        }
        self.put(layer, last, called, value, place);
    }

    /// Records a value for a key; also for the keys of other variants of an enum that go by the same name.
    fn put(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, place: Place) {
        match self.index.node(id).kind {
            NodeKind::Leaf => self.put_leaf(layer, id, called, value, place),
            NodeKind::LeafMap => self.put_map(layer, id, called, value, place),
            NodeKind::Group(_) => self.put_group(layer, id, called, value, place),
        }
    }

    /// Says which key a problem belongs to.
    fn place(&self, problem: &mut Problem, id: NodeId) {
        problem.key = Some(self.index.key(id));
        problem.order = Some(id);
        if let Some(field) = self.index.field(id) {
            problem.type_name = Some(field.type_name);
            problem.doc = Some(field.doc).filter(|doc| !doc.is_empty());
        }
    }

    fn note_deprecated(&mut self, id: NodeId, candidate: &Candidate) {
        let Called::Alias(number) = candidate.called else { return };
        let alias = self.index.node(id).field.and_then(|field| field.aliases.get(usize::from(number)));
        if !alias.is_some_and(|alias| alias.deprecated) {
            return;
        }
        let origin = self.origin(id, candidate);
        let by_key = self.layers[candidate.layer as usize].speaks_of_keys();
        let old = origin.name().map_or_else(|| self.index.name_as(id, candidate.called), str::to_owned);
        let new = if by_key { self.index.key(id) } else { self.index.env_name(id) };
        let mut problem = Problem::new(Code::Deprecated, old, "is a name on its way out")
            .from(origin)
            .help(format!("rename it to {new}"))
            .warning();
        self.place(&mut problem, id);
        self.problems.push(problem);
    }

    /// A value that cannot be what its key is.
    fn reject(&mut self, layer: usize, id: NodeId, called: Called, place: &Place, message: String, help: String) {
        let owner = &self.layers[layer];
        let name = if owner.speaks_of_keys() { self.index.key_as(id, called) } else { self.index.name_as(id, called) };
        let mut problem = Problem::new(Code::Invalid, name.clone(), message).from(owner.origin(name, place)).help(help);
        self.rejected.push(id);
        self.place(&mut problem, id);
        self.problems.push(problem);
    }

    fn put_group(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, mut place: Place) {
        let is_table = matches!(&value, Raw::Map(_)) || is_json_object(&value);
        let wants_list = self.index.node(id).kind == NodeKind::Group(Shape::List);
        if (wants_list || !is_table) && self.may_not_touch(layer, id) {
            return;
        }
        if value.reference().is_some() {
            return self.put_referred(layer, id, called, value, place);
        }
        if value.is_blank() {
            return self.hide_entries(layer, id);
        }
        match value {
            Raw::Map(members) if !wants_list => self.add_members(layer, id, members, &place),
            Raw::List(items) if wants_list => self.add_items(layer, id, items, &place),
            Raw::Text(text) => match crate::json::parse(text.expose().trim()) {
                Ok(node @ crate::raw::Node { value: Raw::Map(_) | Raw::List(_), .. }) => {
                    place.rare().pointer = Some(String::new());
                    self.put_group(layer, id, called, node.value, place);
                }
                Ok(_) => self.reject_group(layer, id, called, &place, "text"),
                Err(error) => {
                    let message = format!(
                        "is not JSON: {} at {}:{} of its text",
                        error.message(),
                        error.position().line(),
                        error.position().column()
                    );
                    let wanted = self.wanted(id);
                    self.reject(layer, id, called, &place, message, wanted);
                }
            },
            other => self.reject_group(layer, id, called, &place, other.kind()),
        }
    }

    fn reject_group(&mut self, layer: usize, id: NodeId, called: Called, place: &Place, found: &str) {
        let wanted = self.wanted(id);
        self.reject(layer, id, called, place, format!("is {found} where a group of settings is wanted"), wanted);
    }

    fn wanted(&self, id: NodeId) -> String {
        let stem = self.index.stem(id);
        let list = self.index.node(id).kind == NodeKind::Group(Shape::List);
        if list {
            format!("write a list of tables, a JSON array of objects, or {stem}0__...=")
        } else {
            format!("write a table, a JSON object, or its members one by one: {stem}...=")
        }
    }
}

/// Whether a text begins as a JSON object does.
fn is_json_object(value: &Raw) -> bool {
    value.as_written().is_some_and(|text| text.trim_start().starts_with('{'))
}

fn rare(candidate: &Candidate) -> Option<&Rare> {
    candidate.place.rare.as_deref()
}

/// Whether the layer named the key but could not give its value.
pub(crate) fn is_failed(candidate: &Candidate) -> bool {
    rare(candidate).is_some_and(|rare| rare.failed.is_some())
}
