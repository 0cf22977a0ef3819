//! Anchors, aliases and tags: what stands before a value or in its place.

use std::collections::HashMap;

use tactful_core::json::{MAX_DEPTH, SyntaxError};
use tactful_core::raw::{Node, Raw};
use tactful_core::secret::RawText;

use super::reader::{is_blank, is_flow_indicator};
use super::schema::{self, Tag};
use super::{Parsed, Parser};

/// How many values aliases may add to a document, copies kept for them included.
const MAX_NODES: usize = 100_000;
/// How many bytes of text and keys they may add.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The anchored values of a document. Copies of them are wiped like the values themselves.
#[derive(Default)]
pub(super) struct Anchors<'t> {
    known: HashMap<&'t str, Anchored>,
    spent: Size,
}

struct Anchored {
    value: Raw,
    size: Size,
}

/// How large a value is.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    height: usize,
}

/// What stands before a value.
#[derive(Default)]
pub(super) struct Properties<'t> {
    anchor: Option<&'t str>,
    tag: Option<Tag>,
    /// Where the line of the last one begins.
    pub(super) line: Option<usize>,
}

impl<'t> Parser<'t> {
    /// Reads an anchor or a tag, where one begins here.
    pub(super) fn property(&mut self, properties: &mut Properties<'t>, flow: bool) -> Parsed<bool> {
        let first = self.reader.peek();
        match first {
            Some(b'&') if properties.anchor.is_some() => return Err(self.reader.error("a second anchor")),
            Some(b'&') => properties.anchor = Some(self.name("an anchor needs a name")?),
            Some(b'!') => {
                let error = self.reader.error("a tag that is none of YAML's core");
                let written = self.word(flow);
                match Tag::of(written) {
                    Some(tag) if properties.tag.is_none() => properties.tag = Some(tag),
                    Some(_) => return Err(self.reader.error("a second tag")),
                    // It may be a secret that begins with an exclamation mark: it is not shown.
                    None => self.note(error.with_help("the core: !!str !!int !!float !!bool !!null !!map !!seq; text that begins with ! stands in quotes")),
                }
            }
            _ => return Ok(false),
        }
        properties.line = Some(self.reader.line_start());
        let ends = self.reader.is_blank_at(0) || flow && self.reader.peek().is_some_and(is_flow_indicator);
        if ends { Ok(true) } else { Err(self.reader.error("a blank should follow an anchor or a tag")) }
    }

    /// Reads an alias: a copy of the value it names.
    pub(super) fn alias(&mut self) -> Parsed<Raw> {
        let start = self.reader.at();
        let name = self.name("an alias needs a name")?;
        let Some(anchored) = self.anchors.known.get(name) else {
            let error = self.reader.error_at(start, "no anchor of this name stands above");
            self.note(error.with_help("text that begins with * stands in quotes"));
            return Ok(Raw::Null);
        };
        let size = anchored.size;
        if self.depth + size.height > MAX_DEPTH {
            return Err(self.reader.error_at(start, "aliases nest more than 128 tables or lists in each other"));
        }
        if !self.anchors.spent.add(size) {
            return Err(self.too_much(start));
        }
        Ok(self.anchors.known.get(name).map(|anchored| anchored.value.clone()).unwrap_or_default())
    }

    /// Gives a value its tag and remembers it under its anchor.
    pub(super) fn finish(&mut self, properties: &Properties<'t>, value: Raw) -> Parsed<Raw> {
        if let Some(tag) = properties.tag
            && matches!(value, Raw::Map(_) | Raw::List(_))
            && !tag.fits(&value)
        {
            let error = self.reader.error("not the kind of value its tag says");
            self.note(error);
        }
        self.remember(properties, &value)?;
        Ok(value)
    }

    /// A scalar that was plain, or quoted and so text, with its properties.
    pub(super) fn scalar(
        &mut self,
        properties: &Properties<'t>,
        start: usize,
        text: RawText,
        plain: bool,
    ) -> Parsed<Raw> {
        let value = match properties.tag {
            None if plain => schema::plain(text),
            None => Raw::Text(text),
            Some(tag) => tag.scalar(text).unwrap_or_else(|message| {
                let error = self.reader.error_at(start, message);
                self.note(error);
                Raw::Null
            }),
        };
        self.remember(properties, &value)?;
        Ok(value)
    }

    fn remember(&mut self, properties: &Properties<'t>, value: &Raw) -> Parsed<()> {
        let Some(name) = properties.anchor else { return Ok(()) };
        let size = Size::of(value);
        if !self.anchors.spent.add(size) {
            return Err(self.too_much(self.reader.at()));
        }
        self.anchors.known.insert(name, Anchored { value: value.clone(), size });
        Ok(())
    }

    fn too_much(&mut self, at: usize) -> SyntaxError {
        self.reader.error_at(at, "aliases add more than 100000 values or 16 MiB to this document")
    }

    /// The name after `&` or `*`.
    fn name(&mut self, otherwise: &'static str) -> Parsed<&'t str> {
        self.reader.advance(1);
        let name = self.word(true);
        if name.is_empty() {
            return Err(self.reader.error(otherwise));
        }
        Ok(name)
    }

    /// What stands here up to a blank or, in flow, an indicator.
    fn word(&mut self, flow: bool) -> &'t str {
        let rest = &self.reader.text()[self.reader.at()..];
        let ends = |byte: u8| is_blank(byte) || flow && is_flow_indicator(byte);
        let word = rest.bytes().position(ends).map_or(rest, |end| &rest[..end]);
        self.reader.advance(word.len());
        word
    }
}

impl Size {
    fn of(value: &Raw) -> Self {
        let mut size = Self { nodes: 1, bytes: 0, height: 0 };
        match value {
            Raw::List(items) => {
                for item in items {
                    size.hold(item);
                }
                size.height += 1;
            }
            Raw::Map(members) => {
                for (key, node) in members {
                    size.bytes += key.len();
                    size.hold(node);
                }
                size.height += 1;
            }
            scalar => size.bytes = scalar.as_written().map_or(0, str::len),
        }
        size
    }

    /// Adds what stands in a value.
    fn hold(&mut self, node: &Node) {
        let inner = Self::of(&node.value);
        self.nodes += inner.nodes;
        self.bytes += inner.bytes;
        self.height = self.height.max(inner.height);
    }

    /// Adds to a sum, where it stays in bounds.
    fn add(&mut self, more: Self) -> bool {
        self.nodes += more.nodes;
        self.bytes += more.bytes;
        self.nodes <= MAX_NODES && self.bytes <= MAX_BYTES
    }
}
