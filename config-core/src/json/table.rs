//! A table while it is read.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::ops::Deref;

use crate::json::SyntaxError;
use crate::raw::{Node, Position, Raw};
use crate::secret::RawText;

/// Up to here a look at every key is cheaper than hashing.
const SCANNED: usize = 16;

/// Room for the members of most tables, so that few lists of them grow.
const USUAL: usize = 8;

/// The members of a table while it is read, in the order written; finds a key in constant time however many there are.
#[derive(Debug, Default)]
pub struct TableBuilder {
    members: Vec<(String, Node)>,
    index: Index,
}

impl TableBuilder {
    /// A table without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of the member with this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<usize> {
        if self.members.len() <= SCANNED {
            return self.members.iter().position(|(known, _)| known == key);
        }
        self.index.find(&self.members, key)
    }

    /// The node of a member by its number.
    #[must_use]
    pub fn node(&self, number: usize) -> Option<&Node> {
        self.members.get(number).map(|(_, node)| node)
    }

    /// The node of a member by its number, to be replaced.
    #[must_use]
    pub fn node_mut(&mut self, number: usize) -> Option<&mut Node> {
        self.members.get_mut(number).map(|(_, node)| node)
    }

    /// Adds a member.
    ///
    /// # Errors
    /// When the key is already there: names both lines.
    pub fn insert(&mut self, key: &str, position: Position, value: Raw) -> Result<(), SyntaxError> {
        if let Some((known, first)) = self.find(key).and_then(|number| self.members.get(number)) {
            return Err(SyntaxError::duplicate_key(known, position, first.position));
        }
        self.push(key, Node::at(value, position));
        Ok(())
    }

    /// Adds a member whose key is known to be new, and gives its number.
    pub fn push(&mut self, key: &str, node: Node) -> usize {
        let number = self.members.len();
        if number == 0 {
            self.members.reserve_exact(USUAL);
        }
        self.members.push((key.to_owned(), node));
        if number >= SCANNED {
            self.index.add_last(&self.members);
        }
        number
    }

    /// The finished table.
    #[must_use]
    pub fn into_raw(self) -> Raw {
        Raw::Map(self.members)
    }
}

/// A key on its way into a table. What was decoded is wiped on drop: where a quote or a colon is missing, it may be a
/// value in the place of a key.
#[derive(Clone)]
#[non_exhaustive]
pub enum KeyText<'t> {
    /// A part of the document, as it stands there.
    Slice(&'t str),
    /// Text that had escapes or line breaks.
    Decoded(RawText),
}

impl Deref for KeyText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Slice(slice) => slice,
            Self::Decoded(text) => text.expose(),
        }
    }
}

impl fmt::Debug for KeyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyText(..)")
    }
}

/// Where the members of a large table are: an open-addressed table of their numbers, so that it needs no copy of a key.
#[derive(Debug, Default)]
struct Index {
    /// The number of a member and 1, or 0; more than half of them are 0.
    slots: Vec<usize>,
    /// Random, so that nobody can write a document whose keys collide.
    seed: u64,
}

impl Index {
    fn find(&self, members: &[(String, Node)], key: &str) -> Option<usize> {
        let mut slot = self.first_slot(key);
        loop {
            let number = self.slots[slot].checked_sub(1)?;
            if members[number].0 == key {
                return Some(number);
            }
            slot = self.next_slot(slot);
        }
    }

    fn add_last(&mut self, members: &[(String, Node)]) {
        let known = members.len() - 1;
        if members.len() * 2 < self.slots.len() {
            self.add(&members[known].0, known);
            return;
        }
        if self.slots.is_empty() {
            self.seed = RandomState::new().hash_one(known);
        }
        self.slots = vec![0; (members.len() * 4).next_power_of_two()];
        for (number, (key, _)) in members.iter().enumerate() {
            self.add(key, number);
        }
    }

    fn add(&mut self, key: &str, number: usize) {
        let mut slot = self.first_slot(key);
        while self.slots[slot] != 0 {
            slot = self.next_slot(slot);
        }
        self.slots[slot] = number + 1;
    }

    #[allow(clippy::cast_possible_truncation, reason = "the low bits are wanted")]
    fn first_slot(&self, key: &str) -> usize {
        hash(self.seed, key.as_bytes()) as usize & (self.slots.len() - 1)
    }

    const fn next_slot(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

/// Folded multiplication over words of eight bytes, as wyhash has it: a few instructions for a key of a config file.
fn hash(seed: u64, key: &[u8]) -> u64 {
    let mut state = fold(seed ^ key.len() as u64, 0x9e37_79b9_7f4a_7c15);
    for chunk in key.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        state = fold(state ^ u64::from_le_bytes(word), seed | 0xa076_1d64_78bd_642f);
    }
    state
}

#[allow(clippy::cast_possible_truncation, reason = "both halves of the product are wanted")]
const fn fold(left: u64, right: u64) -> u64 {
    let product = left as u128 * right as u128;
    product as u64 ^ (product >> 64) as u64
}
