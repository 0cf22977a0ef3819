//! Seats: which value of which layer counts for a key, and which of two that one layer gives.

use std::ops::Range;

use super::{Merged, rare};
use crate::controls::EnvWins;
use crate::index::{Called, NodeId, NodeKind};
use crate::layer::{Candidate, Entry, EntryName, Place, Seat};
use crate::raw::Raw;
use crate::report::{Code, Problem};

impl Merged {
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    pub(super) fn put_leaf(&mut self, layer: usize, id: NodeId, called: Called, value: Raw, place: Place) {
        if self.layers[layer].managed.is_some() && self.is_given_to_env(id, &self.env_wins) {
            return;
        }
        let new = Candidate { value, place, layer: layer as u32, called, below: None };
        self.note_deprecated(id, &new);
        if self.heads.len() <= id as usize {
            self.heads.resize(self.index.len(), None);
        }
        let rival = self.heads[id as usize].filter(|head| head.layer == new.layer).and_then(|seat| self.seated(seat));
        let Some(standing) = rival else { return self.push(layer, id, new) };
        // Two of one layer: rank decides, and where they differ the report says so.
        let (ours, theirs) = (self.rank(id, &new), self.rank(id, standing));
        let differ = !standing.value.is_same(&new.value);
        let inside = |candidate: &Candidate| rare(candidate).is_some_and(|rare| rare.pointer.is_some());
        let expected = inside(&new) || inside(standing) || ours.deprecated || theirs.deprecated;
        // The environment may hold a name twice; there the first counts, as for `getenv`. A document says it in two ways.
        let in_document = self.layers[layer].document.is_some() || self.layers[layer].is_tree;
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
    pub(super) fn push(&mut self, layer: usize, id: NodeId, candidate: Candidate) {
        let entries = &mut self.layers[layer].entries;
        let number = entries.len();
        entries.push(Entry { name: EntryName::Claimed(id, candidate.called), candidate });
        self.seat(layer, id, number);
    }

    /// Seats entries as long as each is the first that its layer gives a key of one value; gives the number of the one
    /// that is not.
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    pub(super) fn seat_run(&mut self, layer: usize, numbers: Range<usize>) -> usize {
        let Self { layers, heads, index, has_variants: false, env_wins, .. } = self else { return numbers.start };
        let is_contested = *env_wins != EnvWins::Never && layers[layer].managed.is_some();
        for (number, entry) in numbers.clone().zip(&mut layers[layer].entries[numbers.clone()]) {
            let EntryName::Claimed(id, Called::Own) = entry.name else { return number };
            let Some(head) = heads.get_mut(id as usize) else { return number };
            let is_given = head.is_some_and(|head| head.layer as usize == layer) || is_contested;
            if is_given || index.node(id).kind != NodeKind::Leaf {
                return number;
            }
            entry.candidate.layer = layer as u32;
            entry.candidate.below = head.replace(Seat { layer: layer as u32, entry: number as u32 });
        }
        numbers.end
    }

    /// Whether a key is one value that this layer has not given yet. Most are, and need no more than a seat.
    pub(super) fn is_leaf_to_come(&self, layer: usize, id: NodeId) -> bool {
        let comes = |head: &Option<Seat>| head.is_none_or(|head| head.layer as usize != layer);
        !self.has_variants
            && (self.env_wins == EnvWins::Never || self.layers[layer].managed.is_none())
            && self.index.node(id).kind == NodeKind::Leaf
            && self.heads.get(id as usize).is_some_and(comes)
    }

    /// Makes a candidate of a layer the highest of its key.
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 values and layers")]
    pub(super) fn seat(&mut self, layer: usize, id: NodeId, number: usize) {
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

    /// A candidate by its name, and by its line where a document repeats a name.
    fn describe(&self, id: NodeId, candidate: &Candidate) -> String {
        let name = self.name_of(id, candidate);
        match candidate.place.position {
            // Most documents of managers are one line.
            Some(at) if self.layers[candidate.layer as usize].managed.is_some() => {
                format!("{name} (at {}:{})", at.line(), at.column())
            }
            Some(at) => format!("{name} (line {})", at.line()),
            None => name,
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
