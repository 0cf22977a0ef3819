//! A raw value, or a part of one, as its type asks for it.

use zeroize::Zeroizing;

use super::fault::Fault;
use super::rules::{self, Rules};
use super::seq::First;
use super::{encoding, words};
use crate::json;
use crate::raw::{Node, Raw};

/// Types may hold themselves; text that is one item of itself must not send them round for ever.
const DEEPEST: u8 = 128;

/// A raw value, or a part of one, with the rules of its field.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) input: Input<'a>,
    pub(super) rules: &'a Rules,
    /// How many lists and tables it stands in.
    pub(super) depth: u8,
    /// Whether it is a part of text: its keys are then a part of the value, and not names of a document.
    pub(super) in_text: bool,
    /// Whether the positions of its nodes mean something to the reader of the report.
    pub(super) positions: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Text(&'a str),
    /// Anything but text.
    Other(&'a Raw),
    /// A number that is already known: a byte of decoded text, a part of a time.
    Number(u64),
    /// The first item of a list whose form depends on what is asked of it.
    First(&'a First<'a>),
}

/// What a type asks a value for, as far as the form of a list depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Text,
    Byte,
    Other,
}

/// A buffer for text that is not written as it is meant.
pub(super) type Scratch = Option<Zeroizing<String>>;

/// What is read from text while its parts are cast.
#[derive(Default)]
pub(super) struct Hold {
    tree: Node,
    rules: Option<Rules>,
}

impl Hold {
    /// The members of the table that was read.
    pub(super) fn into_members(self, positions: bool) -> Vec<(String, Node)> {
        let Raw::Map(mut members) = self.tree.value else { return Vec::new() };
        if !positions {
            for (_, node) in &mut members {
                node.position = None;
            }
        }
        members
    }
}

impl<'a> Input<'a> {
    pub(super) fn of(raw: &'a Raw) -> Self {
        match raw {
            Raw::Text(text) => Self::Text(text.expose()),
            other => Self::Other(other),
        }
    }
}

impl<'a> Value<'a> {
    /// The whole value of a field.
    pub(super) fn whole(raw: &'a Raw, rules: &'a Rules) -> Self {
        Self { input: Input::of(raw), rules, depth: 0, in_text: false, positions: true }
    }

    /// A name: the key of a map, a variant.
    pub(super) fn name(name: &'a str) -> Self {
        Self { input: Input::Text(name), rules: &rules::NAMES, depth: 0, in_text: true, positions: false }
    }

    /// A part of this value.
    pub(super) fn part(self, input: Input<'a>) -> Self {
        let in_text = self.in_text || matches!(self.input, Input::Text(_));
        Self { input, depth: self.depth.saturating_add(1), in_text, ..self }
    }

    /// Refuses a value that stands in too many others.
    pub(super) fn check_depth(self) -> Result<(), Fault> {
        if self.depth < DEEPEST { Ok(()) } else { Err(Fault::new("is nested too deeply")) }
    }

    /// The value as it turns out now that its type asks.
    #[inline]
    pub(super) fn settle(self, asked: Asked) -> Result<Self, Fault> {
        match self.input {
            Input::First(first) => Ok(Self { input: first.settle(asked, self)?, ..self }),
            _ => Ok(self),
        }
    }

    /// What kind of value this is, in the words of a report.
    pub(super) fn kind(self) -> &'static str {
        match self.input {
            Input::Text(_) | Input::First(_) => "text",
            Input::Number(_) => "a number",
            Input::Other(raw) => raw.kind(),
        }
    }

    /// Whether it is a list of a tree.
    pub(super) const fn is_list(self) -> bool {
        matches!(self.input, Input::Other(Raw::List(_)))
    }

    /// Whether it is a table, or JSON text of one.
    pub(super) fn is_table(self) -> bool {
        match self.input {
            Input::Text(text) => text.starts_with('{'),
            Input::Other(Raw::Map(_)) => true,
            _ => false,
        }
    }

    /// Whether it says nothing, for a type that may hold nothing.
    pub(super) fn is_absent(self) -> bool {
        match self.input {
            Input::Text(text) => text.is_empty() && !self.rules.allow_empty,
            Input::Other(Raw::Null) => true,
            Input::Other(raw) => raw.is_blank() && !self.rules.allow_empty,
            Input::Number(_) | Input::First(_) => false,
        }
    }

    /// The text of a scalar, decoded.
    #[inline]
    pub(super) fn scalar<'b>(self, wanted: &str, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        match self.as_is() {
            Some(text) => Ok(text),
            None => self.read_scalar(wanted, scratch),
        }
    }

    /// The text that is what it is written as: nearly every value.
    #[inline]
    pub(super) fn as_is(self) -> Option<&'a str> {
        match (self.input, self.rules.encoding) {
            (Input::Text(text), None) => Some(text),
            _ => None,
        }
    }

    fn read_scalar<'b>(self, wanted: &str, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        match (self.input, self.rules.encoding) {
            (Input::Text(text), None) => Ok(text),
            (Input::Text(text), Some(encoding)) => Ok(scratch.insert(encoding::decode_text(text, encoding)?)),
            (Input::Other(Raw::Number(text) | Raw::Time(text)), _) => Ok(text.expose()),
            _ => Err(self.no_scalar(wanted)),
        }
    }

    #[cold]
    fn no_scalar(self, wanted: &str) -> Fault {
        match self.input {
            Input::Other(Raw::Bytes(_)) => Fault::new("is not UTF-8 text"),
            Input::Other(Raw::Bool(value)) if [words::TEXT, words::VARIANT].contains(&wanted) => {
                let quoted = if *value { "write \"true\" in quotes" } else { "write \"false\" in quotes" };
                Fault::mismatch("a boolean", wanted).help(quoted)
            }
            _ => Fault::mismatch(self.kind(), wanted),
        }
    }

    /// The tree that JSON text writes.
    pub(super) fn json(self, text: &str, hold: &'a mut Hold) -> Result<Self, Fault> {
        // Positions in the text mean something where the text is the whole value. Of a secret they tell its length.
        let positions = self.depth == 0 && !self.in_text && !rules::is_secret(self.rules);
        hold.tree = self.parse(text, positions)?;
        Ok(Self { input: Input::of(&hold.tree.value), in_text: true, positions, ..self })
    }

    /// The table that JSON text writes, the whole of which may be encoded; `None` where it does not begin as one.
    pub(super) fn object(self, text: &str, hold: &'a mut Hold) -> Result<Option<Self>, Fault> {
        if text.starts_with('{') {
            return self.json(text, hold).map(Some);
        }
        let Some(encoding) = self.rules.encoding else { return Ok(None) };
        match encoding::decode_text(text, encoding) {
            Ok(decoded) if decoded.starts_with('{') => {
                let Hold { tree, rules, .. } = hold;
                *tree = self.parse(&decoded, false)?;
                // What it holds is not encoded again.
                let rules = rules.insert(Rules { encoding: None, ..*self.rules });
                Ok(Some(Value { input: Input::of(&tree.value), rules, in_text: true, positions: false, ..self }))
            }
            _ => Ok(None),
        }
    }

    fn parse(self, text: &str, positions: bool) -> Result<Node, Fault> {
        json::parse(text).map_err(|error| Fault::syntax(&error, self.rules, positions))
    }
}
