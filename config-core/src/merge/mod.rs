//! Layers, lowest first, into one candidate list per key. The highest comes first; what it hides stays for `explain`.

mod flat;
mod tree;

use std::ops::Range;

use crate::index::{Called, Index, NodeId, NodeKind};
pub(crate) use crate::layer::Candidate;
use crate::layer::{Entry, EntryName, Layer, Place, Rare, Seat};
use crate::origin::Origin;
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
        }
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

    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    fn put_leaf(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, place: Place) {
        let new = Candidate { value, place, layer: layer as u32, called, below: None };
        self.note_deprecated(id, &new);
        if self.heads.len() <= id as usize {
            self.heads.resize(self.index.len(), None);
        }
        let rival = self.heads[id as usize].filter(|head| head.layer == new.layer).and_then(|seat| self.seated(seat));
        let Some(standing) = rival else { return self.push(layer, id, new) };
        // Two of one layer: rank decides, and where they differ the report says so.
        let (ours, theirs) = (self.rank(id, &new), self.rank(id, standing));
        let differ = standing.value != new.value;
        let inside = |candidate: &Candidate| rare(candidate).is_some_and(|rare| rare.pointer.is_some());
        let expected = inside(&new) || inside(standing) || ours.deprecated || theirs.deprecated;
        // The environment may hold a name twice; there the first counts, as for `getenv`. A document says it in two ways.
        let in_document = self.layers[layer].document.is_some();
        let repeated = !in_document && ours == theirs && self.name_of(id, &new) == self.name_of(id, standing);
        let is_file_pair = ours.file != theirs.file;
        let below = standing.below;
        if (differ || is_file_pair) && !expected && !repeated {
            let problem = self.conflict(id, standing, &new, ours < theirs);
            self.problems.push(problem);
        }
        if ours < theirs {
            self.heads[id as usize] = below;
            self.push(layer, id, new);
        }
    }

    /// Adds a candidate to a layer, and seats it.
    fn push(&mut self, layer: usize, id: NodeId, candidate: Candidate) {
        let entries = &mut self.layers[layer].entries;
        let number = entries.len();
        entries.push(Entry { name: EntryName::Claimed(id, candidate.called), candidate });
        self.seat(layer, id, number);
    }

    /// Seats entries as long as each is the first that its layer gives a key of one value; gives the number of the one
    /// that is not.
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    fn seat_run(&mut self, layer: usize, numbers: Range<usize>) -> usize {
        let Self { layers, heads, index, has_variants: false, .. } = self else { return numbers.start };
        for (number, entry) in numbers.clone().zip(&mut layers[layer].entries[numbers.clone()]) {
            let EntryName::Claimed(id, Called::Own) = entry.name else { return number };
            let Some(head) = heads.get_mut(id as usize) else { return number };
            let is_given = head.is_some_and(|head| head.layer as usize == layer);
            if is_given || index.node(id).kind != NodeKind::Leaf {
                return number;
            }
            entry.candidate.layer = layer as u32;
            entry.candidate.below = head.replace(Seat { layer: layer as u32, entry: number as u32 });
        }
        numbers.end
    }

    /// Whether a key is one value that this layer has not given yet. Most are, and need no more than a seat.
    fn is_leaf_to_come(&self, layer: usize, id: NodeId) -> bool {
        let comes = |head: &Option<Seat>| head.is_none_or(|head| head.layer as usize != layer);
        !self.has_variants
            && self.index.node(id).kind == NodeKind::Leaf
            && self.heads.get(id as usize).is_some_and(comes)
    }

    /// Makes a candidate of a layer the highest of its key.
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    fn seat(&mut self, layer: usize, id: NodeId, number: usize) {
        let seat = Seat { layer: layer as u32, entry: number as u32 };
        let below = self.heads[id as usize].replace(seat);
        let candidate = &mut self.layers[layer].entries[number].candidate;
        candidate.layer = seat.layer;
        candidate.below = below;
    }

    /// Which of two values of one layer counts: the lower rank.
    fn rank(&self, id: NodeId, candidate: &Candidate) -> Rank {
        let field = self.index.node(id).field;
        let alias = match candidate.called {
            Called::Own => None,
            Called::Alias(number) => Some(number),
        };
        let deprecated =
            alias.and_then(|number| field?.aliases.get(usize::from(number))).is_some_and(|alias| alias.deprecated);
        let rare = rare(candidate);
        Rank {
            deprecated,
            inside: rare.is_some_and(|rare| rare.pointer.is_some()),
            file: !rare.is_some_and(|rare| rare.indirect),
            alias,
        }
    }

    fn name_of(&self, id: NodeId, candidate: &Candidate) -> String {
        let origin = self.origin(id, candidate);
        match (origin.file(), origin.name()) {
            (Some(file), None) => file.display().to_string(),
            (_, name) => name.unwrap_or_default().to_owned(),
        }
    }

    /// Two values of one layer for one key, with different values.
    fn conflict(&self, id: NodeId, standing: &Candidate, new: &Candidate, new_wins: bool) -> Problem {
        let (winner, loser) = if new_wins { (new, standing) } else { (standing, new) };
        let (winner, loser) = (self.describe(id, winner), self.describe(id, loser));
        let layer = self.layers[new.layer as usize].title();
        let mut problem = Problem::new(
            Code::Conflict,
            self.index.env_name(id),
            format!("{layer} gives it twice: {winner} and {loser}; {winner} counts"),
        )
        .help(format!("remove {loser}"));
        self.place(&mut problem, id);
        self.leniency.dagger(problem)
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

    /// A candidate by its name, and by its line where a document repeats a name.
    fn describe(&self, id: NodeId, candidate: &Candidate) -> String {
        let name = self.name_of(id, candidate);
        match candidate.place.position {
            Some(at) => format!("{name} (line {})", at.line()),
            None => name,
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
        if value.is_blank() {
            return self.hide_entries(layer, id);
        }
        let wants_list = self.index.node(id).kind == NodeKind::Group(Shape::List);
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

/// The order in which the values of one layer for one key count; the least wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    deprecated: bool,
    /// Part of the JSON text of a group: a member's own name wins.
    inside: bool,
    /// `NAME_FILE` beats `NAME`.
    file: bool,
    alias: Option<u8>,
}

fn rare(candidate: &Candidate) -> Option<&Rare> {
    candidate.place.rare.as_deref()
}

/// Whether the layer named the key but could not give its value.
pub(crate) fn is_failed(candidate: &Candidate) -> bool {
    rare(candidate).is_some_and(|rare| rare.failed.is_some())
}
