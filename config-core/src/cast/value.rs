//! A raw value as its type asks for it.

use serde::de::Expected;
use zeroize::Zeroizing;

use super::context::Context;
use super::duration::NotDuration;
use super::error::Fix;
use super::fault::Fault;
use super::number::Whole;
use super::seq::First;
use super::timestamp::NotTime;
use super::{duration, encoding, number, timestamp, words};
use crate::json;
use crate::raw::{Node, Raw};
use std::time::Duration;

/// Types may hold themselves; text that is one item of itself must not send them round for ever.
const DEEPEST: u8 = 128;

/// A raw value, or a part of one, with the rules of its field.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) input: Input<'a>,
    pub(super) context: &'a Context,
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

/// What is read from text while its parts are cast.
#[derive(Default)]
pub(super) struct Hold {
    tree: Node,
    context: Option<Context>,
    pub(super) parts: Option<[(&'static str, u64); 2]>,
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

/// What a value is to a type that takes anything.
pub(super) enum Any<'a> {
    Nothing,
    Bool(bool),
    U64(u64),
    I64(i64),
    U128(u128),
    I128(i128),
    F64(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    List(Value<'a>),
    Table(Value<'a>),
}

/// A buffer for text that is not written as it is meant.
pub(super) type Scratch = Zeroizing<String>;

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
    pub(super) fn whole(raw: &'a Raw, context: &'a Context) -> Self {
        Self { input: Input::of(raw), context, depth: 0, in_text: false, positions: true }
    }

    /// A name: the key of a map, a variant.
    pub(super) const fn name(name: &'a str) -> Self {
        let context = &super::context::NAMES;
        Self { input: Input::Text(name), context, depth: 0, in_text: true, positions: false }
    }

    /// A part of this value.
    pub(super) fn part(self, input: Input<'a>) -> Self {
        Self { input, depth: self.depth.saturating_add(1), ..self }
    }

    /// The tree that JSON text writes.
    pub(super) fn json(self, text: &str, hold: &'a mut Hold) -> Result<Self, Fault> {
        // Positions in the text mean something where the text is the whole value. Of a secret they tell its length.
        let positions = self.depth == 0 && !self.in_text && !self.context.is_secret();
        hold.tree = self.parse(text, positions)?;
        Ok(Self { input: Input::of(&hold.tree.value), in_text: true, positions, ..self })
    }

    fn parse(self, text: &str, positions: bool) -> Result<Node, Fault> {
        json::parse(text).map_err(|error| Fault::syntax(&error, self.context, positions))
    }

    /// The table that JSON text writes, the whole of which may be encoded; `None` where it does not begin as one.
    pub(super) fn object(self, text: &str, hold: &'a mut Hold) -> Result<Option<Self>, Fault> {
        if text.starts_with('{') {
            return self.json(text, hold).map(Some);
        }
        let Some(encoding) = self.context.encoding else { return Ok(None) };
        match encoding::decode_text(text, encoding) {
            Ok(decoded) if decoded.starts_with('{') => {
                let Hold { tree, context, .. } = hold;
                *tree = self.parse(&decoded, false)?;
                let context = context.insert(self.context.decoded());
                Ok(Some(Value { input: Input::of(&tree.value), context, in_text: true, positions: false, ..self }))
            }
            _ => Ok(None),
        }
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

    /// Whether it says nothing, for a type that may hold nothing.
    pub(super) fn is_absent(self) -> bool {
        match self.input {
            Input::Text(text) => text.is_empty() && !self.context.allow_empty,
            Input::Other(Raw::Null) => true,
            Input::Other(raw) => raw.is_blank() && !self.context.allow_empty,
            Input::Number(_) | Input::First(_) => false,
        }
    }

    /// The text of a scalar, decoded.
    pub(super) fn scalar<'b>(self, wanted: &str, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        match (self.input, self.context.encoding) {
            (Input::Text(text), None) => Ok(text),
            (Input::Text(text), Some(encoding)) => {
                *scratch = encoding::decode_text(text, encoding)?;
                Ok(scratch)
            }
            (Input::Other(Raw::Number(text) | Raw::Time(text)), _) => Ok(text.expose()),
            (Input::Other(Raw::Bytes(_)), _) => Err(Fault::new("is not UTF-8 text")),
            (Input::Other(Raw::Bool(value)), _) if wanted == words::TEXT || wanted == words::VARIANT => {
                let quoted = if *value { "write \"true\" in quotes" } else { "write \"false\" in quotes" };
                Err(Fault::mismatch("a boolean", wanted).help(quoted))
            }
            _ => Err(Fault::mismatch(self.kind(), wanted)),
        }
    }

    /// The text of a field that holds text.
    pub(super) fn text<'b>(
        self,
        asked: Asked,
        expected: &dyn Expected,
        scratch: &'b mut Scratch,
    ) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        let text = self.settle(asked)?.scalar(words::TEXT, scratch)?;
        self.check_secret(text)?;
        // Nearly every text is let through here, before anything asks what kind of text it is.
        if text.is_empty() || text.bytes().fold(false, |seen, byte| seen | is_suspicious(byte)) {
            check_path(text, expected)?;
        }
        Ok(text)
    }

    /// The text of a field that a function reads.
    pub(super) fn any_text<'b>(self, scratch: &'b mut Scratch) -> Result<&'b str, Fault>
    where
        'a: 'b,
    {
        let text = self.scalar(words::TEXT, scratch)?;
        self.check_secret(text)?;
        Ok(text)
    }

    /// Refuses a secret that is empty, or a key whose line breaks were lost on the way.
    pub(super) fn check_secret(self, text: &str) -> Result<(), Fault> {
        if !self.context.is_secret() {
            return Ok(());
        }
        if text.is_empty() && !self.context.allow_empty {
            return Err(Fault::new("is empty"));
        }
        if text.starts_with("-----BEGIN ") && text.contains("\\n") && !text.contains('\n') {
            return Err(Fault::new("is a PEM text whose line breaks are written as the two characters \\n")
                .help("write real line breaks, or give the field encoding = \"escaped\""));
        }
        Ok(())
    }

    pub(super) fn boolean(self) -> Result<bool, Fault> {
        let value = self.settle(Asked::Other)?;
        match value.input {
            Input::Other(Raw::Bool(value)) => Ok(*value),
            Input::Other(Raw::Number(_)) => {
                Err(Fault::mismatch(value.kind(), words::BOOLEAN).help("write true or false"))
            }
            _ => number::boolean(value.scalar(words::BOOLEAN, &mut Scratch::default())?),
        }
    }

    pub(super) fn whole_number<N: Whole>(self) -> Result<N, Fault> {
        let value = self.settle(Asked::Other)?;
        match value.input {
            Input::Number(number) => number::narrow(number.into()),
            _ => number::whole(value.scalar(N::WORDS, &mut Scratch::default())?),
        }
    }

    /// A small number, or one of the bytes that encoded text stands for.
    pub(super) fn byte(self) -> Result<u8, Fault> {
        self.settle(Asked::Byte)?.whole_number()
    }

    /// What it is to a type that takes anything. A `buffer` takes it for a data enum, which may be JSON text.
    pub(super) fn any<'b>(
        self,
        buffer: bool,
        hold: &'b mut Hold,
        scratch: &'b mut Scratch,
        bytes: &'b mut Zeroizing<Vec<u8>>,
    ) -> Result<Any<'b>, Fault>
    where
        'a: 'b,
    {
        let value: Value<'b> = self.settle(Asked::Text)?;
        Ok(match value.input {
            Input::Number(number) => Any::U64(number),
            Input::Text(text) if buffer && is_json_shaped(text) && json::parse(text).is_ok() => {
                let tree = value.json(text, hold)?;
                if tree.is_list() { Any::List(tree) } else { Any::Table(tree) }
            }
            Input::Text(_) | Input::Other(Raw::Time(_)) => {
                let text = value.scalar(words::TEXT, scratch)?;
                value.check_secret(text)?;
                Any::Text(text)
            }
            // A first item is settled above.
            Input::First(_) | Input::Other(Raw::Null) => Any::Nothing,
            Input::Other(Raw::Bool(value)) => Any::Bool(*value),
            Input::Other(Raw::Number(text)) => number::any(text.expose()),
            Input::Other(Raw::Bytes(_)) => Any::Bytes(value.bytes(bytes)?),
            Input::Other(Raw::List(_)) => Any::List(value),
            Input::Other(Raw::Map(_)) => Any::Table(value),
            Input::Other(Raw::Text(text)) => Any::Text(text.expose()),
        })
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

    /// Whether it is text.
    pub(super) const fn is_text(self) -> bool {
        matches!(self.input, Input::Text(_))
    }

    /// Refuses whatever says something.
    pub(super) fn nothing(self) -> Result<(), Fault> {
        match self.settle(Asked::Other)?.input {
            Input::Text("") | Input::Other(Raw::Null) => Ok(()),
            Input::Text(text) => Err(Fault::refused(text, words::NOTHING)),
            _ => Err(Fault::mismatch(self.kind(), words::NOTHING)),
        }
    }

    pub(super) fn float<N: number::Float>(self) -> Result<N, Fault> {
        let value = self.settle(Asked::Other)?;
        let typed = matches!(value.input, Input::Other(_));
        number::float(value.scalar(words::NUMBER, &mut Scratch::default())?, typed)
    }

    pub(super) fn character(self) -> Result<char, Fault> {
        let mut scratch = Scratch::default();
        let text = self.settle(Asked::Text)?.scalar(words::CHARACTER, &mut scratch)?;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => Ok(character),
            _ => Err(Fault::refused(text, words::CHARACTER)),
        }
    }

    /// Bytes as they are, or as text encodes them.
    pub(super) fn bytes<'b>(self, scratch: &'b mut Zeroizing<Vec<u8>>) -> Result<&'b [u8], Fault>
    where
        'a: 'b,
    {
        let value = self.settle(Asked::Other)?;
        match (value.input, value.context.encoding) {
            (Input::Text(text), Some(encoding)) => {
                *scratch = encoding::decode(text, encoding)?;
                Ok(scratch)
            }
            (Input::Other(Raw::Bytes(_)), Some(_)) => Err(Fault::new("is not UTF-8 text, and so not encoded")),
            (Input::Other(Raw::Bytes(bytes)), None) => Ok(bytes.expose()),
            (Input::Text(text), None) => Ok(text.as_bytes()),
            (Input::Other(Raw::Number(text) | Raw::Time(text)), _) => Ok(text.expose().as_bytes()),
            _ => Err(Fault::mismatch(value.kind(), words::BYTES)),
        }
    }

    pub(super) fn duration(self) -> Result<Duration, Fault> {
        const WANTED: &str = "a duration such as `30s` or `1h 30m`";
        let value = self.settle(Asked::Other)?;
        let mut scratch = Scratch::default();
        let text = value.scalar(WANTED, &mut scratch)?;
        duration::parse(text, value.context.unit).map_err(|error| match error {
            NotDuration::Other => Fault::refused(text, WANTED),
            NotDuration::Bare => {
                Fault::new("is a number without a unit").fix(self.written("add a unit", "add a unit: `30s`", text))
            }
            NotDuration::Calendar => Fault::new("is a duration with years or months, which differ in length")
                .help("write weeks, days or hours"),
            NotDuration::Negative => Fault::new("is a duration below zero"),
            NotDuration::TooLong => Fault::new("is longer than a duration can be"),
            NotDuration::TooFine => Fault::new("is finer than a nanosecond"),
        })
    }

    /// The time since 1970 began.
    pub(super) fn timestamp(self) -> Result<Duration, Fault> {
        const WANTED: &str = "a time such as `2026-01-31T12:00:00Z`";
        let value = self.settle(Asked::Other)?;
        let mut scratch = Scratch::default();
        let text = value.scalar(WANTED, &mut scratch)?;
        if value.context.unit.is_some() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return value.duration();
        }
        timestamp::parse(text).map_err(|error| match error {
            NotTime::Other => Fault::refused(text, WANTED),
            NotTime::NoOffset => {
                Fault::new("is a time without an offset").help("end it with Z for UTC, or with +02:00")
            }
            NotTime::NoSuchTime => Fault::new("is a time that no calendar or clock has"),
            NotTime::Outside => Fault::new("is a time that its type cannot hold: it begins with 1970"),
        })
    }

    /// Words for a value that lacks its unit: the whole assignment, where this value is the whole one.
    fn written(self, lead: &'static str, words: &'static str, text: &str) -> Fix {
        const UNIT: &str = "s";
        if self.depth > 0 {
            return Fix::Say(words.into());
        }
        let mut whole = Zeroizing::new(String::with_capacity(text.len() + UNIT.len()));
        whole.push_str(text);
        whole.push_str(UNIT);
        Fix::Write(lead, whole)
    }

    /// Refuses a value that stands in too many others.
    pub(super) fn check_depth(self) -> Result<(), Fault> {
        if self.depth < DEEPEST { Ok(()) } else { Err(Fault::new("is nested too deeply")) }
    }
}

/// Whether text may be a JSON table or list.
fn is_json_shaped(text: &str) -> bool {
    matches!(text.as_bytes(), [b'{', .., b'}'] | [b'[', .., b']'])
}

/// Whether a byte is, or begins, a control character.
const fn is_suspicious(byte: u8) -> bool {
    byte < 0x20 || byte == 0x7f || byte == 0xc2
}

/// A path is asked for as text is; that it is one is told by what its visitor expects alone.
#[cold]
fn check_path(text: &str, expected: &dyn Expected) -> Result<(), Fault> {
    const PATH: &str = "a path";
    if !expected.to_string().ends_with("path string") {
        return Ok(());
    }
    if text.is_empty() {
        return Err(Fault::refused(text, PATH));
    }
    if text.contains(char::is_control) {
        return Err(Fault::new("is not a path: it holds a control character"));
    }
    Ok(())
}
