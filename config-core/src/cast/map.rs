//! Tables: of a tree, as JSON text, or as `k=v,k2=v2`.

use std::collections::BTreeSet;
use std::slice;

use serde::de::{DeserializeSeed, MapAccess};

use super::fault::Fault;
use super::split::{Item, Splitter};
use super::value::{Asked, Hold, Input, Scratch, Value};
use super::{rules, words};
use crate::raw::{Node, Position, Raw};

/// What text a type takes for a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A JSON object.
    Json,
    /// A JSON object, or entries between separators.
    Pairs,
}

/// The members of a table.
pub(super) struct Entries<'a> {
    table: Value<'a>,
    source: Source<'a>,
    /// The names that the type knows: they may be said whatever the value is.
    known: &'static [&'static str],
    /// How many members were taken.
    taken: usize,
    /// The member taken last.
    current: Member<'a>,
    position: Option<Position>,
    scratch: Scratch,
}

enum Source<'a> {
    Nodes(slice::Iter<'a, (String, Node)>),
    /// Separated text, and the keys it had so far.
    Pairs(Splitter<'a>, BTreeSet<&'a str>),
}

#[derive(Clone, Copy)]
enum Member<'a> {
    Node(&'a str, &'a Node),
    Pair(Item<'a>, Item<'a>),
}

impl<'a> Entries<'a> {
    /// The members of a value, for a type that knows these names.
    pub(super) fn open(
        value: Value<'a>,
        form: Form,
        known: &'static [&'static str],
        hold: &'a mut Hold,
    ) -> Result<Self, Fault> {
        value.check_depth()?;
        let value = value.settle(Asked::Other)?;
        let (table, source) = match value.input {
            Input::Text(text) => match (value.object(text, hold)?, form) {
                (Some(tree), _) => (tree, Source::of(tree)?),
                (None, Form::Pairs) => (value, Source::Pairs(Splitter::new(text, value.rules), BTreeSet::new())),
                (None, Form::Json) => {
                    return Err(Fault::refused(text, words::TABLE).help("write JSON: {\"name\": \"value\"}"));
                }
            },
            _ => (value, Source::of(value)?),
        };
        Ok(Self::new(table, source, known))
    }

    fn new(table: Value<'a>, source: Source<'a>, known: &'static [&'static str]) -> Self {
        let current = Member::Pair(Item::Bare(""), Item::Bare(""));
        Self { table, source, known, taken: 0, current, position: None, scratch: None }
    }

    /// The key of the next member.
    fn advance(&mut self) -> Result<Option<Value<'_>>, Fault> {
        let index = self.taken;
        self.taken += 1;
        match &mut self.source {
            Source::Nodes(nodes) => {
                let Some((key, node)) = nodes.next() else { return Ok(None) };
                self.current = Member::Node(key, node);
                self.position = node.position.filter(|_| self.table.positions);
                Ok(Some(Value::name(key)))
            }
            Source::Pairs(splitter, seen) => {
                let entry = splitter.entry().map_err(|fault| fault.in_item(index, None))?;
                let Some((key, value)) = entry else { return Ok(None) };
                self.current = Member::Pair(key, value);
                if !seen.insert(key.written()) {
                    return Err(self.at_current(Fault::new("is given twice")));
                }
                Ok(Some(Value::name(key.text(&mut self.scratch))))
            }
        }
    }

    /// The value of the member taken last.
    fn value(&mut self) -> Value<'_> {
        let input = match self.current {
            Member::Node(_, node) => Input::of(&node.value),
            Member::Pair(_, value) => Input::Text(value.text(&mut self.scratch)),
        };
        self.table.part(input)
    }

    /// Says in which member it happened. The key of a text may be a part of a secret; its number is said then.
    fn at_current(&self, fault: Fault) -> Fault {
        let (key, from_text) = match self.current {
            Member::Node(key, _) => (key, self.table.in_text),
            Member::Pair(key, _) => (key.written(), true),
        };
        if !from_text || rules::is_plain(self.table.rules) || self.known.contains(&key) {
            fault.in_member(key, self.position)
        } else {
            fault.in_item(self.taken - 1, self.position)
        }
    }
}

impl<'a> Source<'a> {
    fn of(table: Value<'a>) -> Result<Self, Fault> {
        match table.input {
            Input::Other(Raw::Map(members)) => Ok(Self::Nodes(members.iter())),
            _ => Err(Fault::mismatch(table.kind(), words::TABLE)),
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(key) = self.advance()? else { return Ok(None) };
        match seed.deserialize(key) {
            Ok(key) => Ok(Some(key)),
            Err(fault) => Err(self.at_current(fault)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match seed.deserialize(self.value()) {
            Ok(value) => Ok(value),
            Err(fault) => Err(self.at_current(fault)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(match &self.source {
            Source::Nodes(nodes) => nodes.len(),
            Source::Pairs(splitter, _) => splitter.bound(),
        })
    }
}
