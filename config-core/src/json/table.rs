//! A table while it is read.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::json::SyntaxError;
use crate::raw::{Node, Position, Raw};

/// Up to here a look at every key is cheaper than hashing.
const SCANNED: usize = 16;

/// The members of a table while it is read, in the order written; finds a key in constant time however many there are.
#[derive(Debug, Default)]
pub struct TableBuilder<'t> {
    members: Vec<(String, Node)>,
    /// Empty up to [`SCANNED`] members, complete above.
    index: HashMap<Cow<'t, str>, usize>,
}

impl<'t> TableBuilder<'t> {
    /// A table without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The number of the member with this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<usize> {
        if self.members.len() <= SCANNED {
            return self.members.iter().position(|(known, _)| known == key);
        }
        self.index.get(key).copied()
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
    pub fn insert(&mut self, key: Cow<'t, str>, position: Position, value: Raw) -> Result<(), SyntaxError> {
        if let Some((known, first)) = self.find(&key).and_then(|number| self.members.get(number)) {
            return Err(SyntaxError::duplicate_key(known, position, first.position));
        }
        self.push(key, Node::at(value, position));
        Ok(())
    }

    /// Adds a member whose key is known to be new, and gives its number.
    pub fn push(&mut self, key: Cow<'t, str>, node: Node) -> usize {
        let number = self.members.len();
        if number > SCANNED {
            self.members.push((key.as_ref().to_owned(), node));
            self.index.insert(key, number);
            return number;
        }
        self.members.push((key.into_owned(), node));
        if number == SCANNED {
            let known = self.members.iter().enumerate();
            self.index = known.map(|(number, (key, _))| (Cow::Owned(key.clone()), number)).collect();
        }
        number
    }

    /// The finished table.
    #[must_use]
    pub fn into_raw(self) -> Raw {
        Raw::Map(self.members)
    }
}
