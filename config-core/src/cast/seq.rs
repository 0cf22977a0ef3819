//! Lists: of a tree, as JSON text, separated, or as the bytes that encoded text stands for.

use std::cell::{Cell, OnceCell};
use std::net::Ipv6Addr;
use std::time::Duration;
use std::{array, slice};

use serde::de::{DeserializeSeed, SeqAccess};
use zeroize::Zeroizing;

use super::fault::{Fault, REFUSED};
use super::split::{Item, Splitter};
use super::value::{Asked, Hold, Input, Scratch, Value};
use super::{encoding, words};
use crate::raw::{Node, Position, Raw};

/// The items of a list.
pub(super) struct Items<'a> {
    list: Value<'a>,
    source: Source<'a>,
    /// How many items were taken.
    taken: usize,
    /// Where the item taken last stands.
    position: Option<Position>,
}

enum Source<'a> {
    Nodes(slice::Iter<'a, Node>),
    Split(Splitter<'a>, Scratch),
    /// Split, unless the type of the items says that it is not.
    Undecided(Box<First<'a>>, Splitter<'a>),
    Bytes(Zeroizing<Vec<u8>>),
}

/// The first item of text whose form the type of the items decides: encoded text, which may stand for bytes, and text
/// in brackets that is no JSON.
pub(super) struct First<'a> {
    item: &'a str,
    /// The whole text, where it may stand for bytes.
    encoded: Option<&'a str>,
    bytes: OnceCell<Zeroizing<Vec<u8>>>,
    /// Whether the whole text is at fault, and not the item.
    whole: Cell<bool>,
    /// What is wrong with it as JSON: the answer where the type does not take the first item.
    json: Option<Fault>,
}

impl First<'_> {
    /// What the first item is, now that its type asks.
    pub(super) fn settle(&self, asked: Asked, item: Value<'_>) -> Result<Input<'_>, Fault> {
        if asked == Asked::Text && self.json.is_some() {
            // Brackets may belong to any text, so that none is taken apart at commas that it may hold.
            return Err(Fault::new(REFUSED));
        }
        if asked == Asked::Byte
            && let (Some(text), Some(encoding)) = (self.encoded, item.rules.encoding)
        {
            self.whole.set(true);
            let decoded = encoding::decode(text, encoding)?;
            let first = decoded.first().copied().ok_or_else(|| Fault::new("stands for no bytes at all"))?;
            // Asked once per list.
            let _ = self.bytes.set(decoded);
            return Ok(Input::Number(first.into()));
        }
        Ok(Input::Text(self.item))
    }
}

impl<'a> Items<'a> {
    /// The items of a value; `hold` keeps the tree of JSON text.
    pub(super) fn open(value: Value<'a>, hold: &'a mut Hold) -> Result<Self, Fault> {
        value.check_depth()?;
        let value = value.settle(Asked::Other)?;
        let (list, source) = match value.input {
            Input::Text(text) if is_json(text, value) => match value.json(text, hold) {
                Ok(list) => (list, Source::of(list)?),
                Err(fault) => (value, Source::split(text, value, Some(fault))?),
            },
            Input::Text(text) => (value, Source::split(text, value, None)?),
            _ => (value, Source::of(value)?),
        };
        Ok(Self { list, source, taken: 0, position: None })
    }

    /// The next item, as a value that borrows what the list keeps for it.
    fn advance(&mut self) -> Result<Option<Value<'_>>, Fault> {
        let index = self.taken;
        self.taken += 1;
        if index == 1 {
            self.source.decide();
        }
        let input = match &mut self.source {
            Source::Nodes(nodes) => nodes.next().map(|node| {
                self.position = node.position.filter(|_| self.list.positions);
                Input::of(&node.value)
            }),
            Source::Split(splitter, scratch) => {
                let item = splitter.item().map_err(|fault| fault.in_item(index, None))?;
                item.map(|item| Input::Text(item.text(scratch)))
            }
            Source::Undecided(first, _) => Some(Input::First(first)),
            Source::Bytes(bytes) => bytes.get(index).map(|byte| Input::Number(u64::from(*byte))),
        };
        Ok(input.map(|input| self.list.part(input)))
    }

    /// Says in which item it happened.
    #[cold]
    fn at_last(&mut self, fault: Fault) -> Fault {
        match &mut self.source {
            Source::Undecided(first, _) if first.json.is_some() => first.json.take().unwrap_or(fault),
            Source::Undecided(first, _) if first.whole.get() => fault,
            _ => fault.in_item(self.taken - 1, self.position),
        }
    }

    /// Refuses items that nobody took: a tuple or an array takes as many as it has.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.advance()? {
            Some(_) => Err(Fault::new("has more items than its type takes")),
            None => Ok(()),
        }
    }
}

impl<'a> Source<'a> {
    /// What it is, now that the first item was taken.
    fn decide(&mut self) {
        if let Self::Undecided(first, splitter) = self {
            *self = match first.bytes.take() {
                Some(bytes) => Self::Bytes(bytes),
                None => Self::Split(splitter.clone(), None),
            };
        }
    }

    fn of(list: Value<'a>) -> Result<Self, Fault> {
        match list.input {
            Input::Other(Raw::List(items)) => Ok(Self::Nodes(items.iter())),
            _ => Err(Fault::mismatch(list.kind(), words::LIST)),
        }
    }

    fn split(text: &'a str, value: Value<'a>, json: Option<Fault>) -> Result<Self, Fault> {
        let mut splitter = Splitter::new(text, value.rules);
        if json.is_none() && value.rules.encoding.is_none() {
            return Ok(Self::Split(splitter, None));
        }
        let whole = splitter.clone();
        match splitter.item().map_err(|fault| fault.in_item(0, None))? {
            Some(Item::Bare(item)) => {
                let encoded = value.rules.encoding.map(|_| text);
                let first = First { item, encoded, bytes: OnceCell::new(), whole: Cell::new(false), json };
                Ok(Self::Undecided(Box::new(first), splitter))
            }
            // Quotes encode nothing.
            _ => Ok(Self::Split(whole, None)),
        }
    }

    fn size(&self, list: Value<'_>) -> usize {
        match self {
            Self::Nodes(nodes) => nodes.len(),
            Self::Split(splitter, _) => splitter.bound(),
            Self::Undecided(first, splitter) => match (first.encoded, list.rules.encoding) {
                // Enough for bytes: a list of them must not grow, for growing leaves a copy behind.
                (Some(text), Some(encoding)) if splitter.bound() == 0 => encoding::capacity(text, encoding),
                _ => splitter.bound() + 1,
            },
            Self::Bytes(bytes) => bytes.len(),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.advance()? else { return Ok(None) };
        match seed.deserialize(item) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => Err(self.at_last(fault)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.source.size(self.list).saturating_sub(self.taken))
    }
}

/// The parts of a time: its seconds, and nanoseconds.
pub(super) struct Parts<'a> {
    whole: Value<'a>,
    numbers: array::IntoIter<u64, 2>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(whole: Value<'a>, time: Duration) -> Self {
        Self { whole, numbers: [time.as_secs(), time.subsec_nanos().into()].into_iter() }
    }
}

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some(number) = self.numbers.next() else { return Ok(None) };
        seed.deserialize(self.whole.part(Input::Number(number))).map(Some)
    }
}

/// Whether text is to be read as a JSON list. What stands in brackets may also be an IPv6 address.
fn is_json(text: &str, value: Value<'_>) -> bool {
    let Some(inner) = text.strip_prefix('[').filter(|inner| inner.ends_with(']')) else { return false };
    let first = inner.split([']', '%']).next().unwrap_or_default();
    value.rules.separator.is_none() && first.parse::<Ipv6Addr>().is_err()
}
