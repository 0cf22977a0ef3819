//! Block tables and lists, and what may stand in them.

use tactful_core::json::{KeyText, SyntaxError};
use tactful_core::raw::{Node, Position, Raw};

use super::anchor::Properties;
use super::plain::Context;
use super::quoted::Quote;
use super::reader::is_blank;
use super::table::{Key, Members};
use super::{Parsed, Parser};

/// The place that a node is read for.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    /// The indentation of what holds the node; -1 for the document.
    parent: isize,
    kind: Kind,
    /// The place of a node that is not there.
    position: Position,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Root,
    /// The value of a key; a list may stand at the column of the key.
    Value,
    /// An item of a list; a table or list may begin in the line of the dash.
    Item,
}

impl Slot {
    pub(super) const fn document() -> Self {
        Self { parent: -1, kind: Kind::Root, position: Position::new(1, 1) }
    }
}

impl<'t> Parser<'t> {
    /// Reads the node of a slot; one that is not there is null.
    pub(super) fn block_node(&mut self, slot: Slot) -> Parsed<Node> {
        let mut properties = Properties::default();
        loop {
            let from = self.reader.at();
            self.reader.skip();
            if !self.is_inside(slot) {
                self.report_tabs(slot)?;
                let value = self.scalar(&properties, from, String::new().into(), true)?;
                return Ok(Node::at(value, slot.position));
            }
            if !self.property(&mut properties, false)? {
                break;
            }
        }
        let position = self.reader.here();
        let value = self.block_value(slot, &properties, position)?;
        Ok(Node::at(value, position))
    }

    /// Whether the token here belongs to the slot.
    fn is_inside(&self, slot: Slot) -> bool {
        if self.reader.peek().is_none() || self.reader.marker().is_some() {
            return false;
        }
        if !self.reader.is_head() {
            return true;
        }
        let column = self.reader.column().cast_signed();
        column > slot.parent && !self.reader.is_tabbed()
            || slot.kind == Kind::Value && column == slot.parent && self.is_dash()
    }

    /// Tabs look like an indentation and are none.
    fn report_tabs(&mut self, slot: Slot) -> Parsed<()> {
        let tabbed = self.reader.is_tabbed() && self.reader.peek().is_some();
        if tabbed && self.reader.column().cast_signed() > slot.parent {
            return Err(self.tabs());
        }
        Ok(())
    }

    fn tabs(&mut self) -> SyntaxError {
        self.reader.error("a tab in the indentation").with_help("indent with spaces")
    }

    fn block_value(&mut self, slot: Slot, properties: &Properties<'t>, position: Position) -> Parsed<Raw> {
        let column = self.reader.column().cast_signed();
        let named = properties.line == Some(self.reader.line_start());
        // A table or list may begin here.
        let opens = !named && (self.reader.is_head() || slot.kind == Kind::Item);
        let start = self.reader.at();
        let context = Context::Block(slot.parent);
        match self.reader.peek() {
            Some(b'-') if self.is_dash() => {
                if !opens {
                    return Err(self.reader.error("a list begins in a line of its own"));
                }
                self.refuse_tab_before(start)?;
                let value = self.nested(|parser| parser.block_list(column))?;
                self.finish(properties, value)
            }
            Some(b'?') if self.reader.is_blank_at(1) => Err(self.complex_key()),
            Some(b'|' | b'>') => {
                let text = self.block_scalar(slot.parent)?;
                self.scalar(properties, start, text, false)
            }
            Some(b'[' | b'{') => {
                let value = self.flow_collection()?;
                self.refuse_key("a table or list as a key")?;
                self.finish(properties, value)
            }
            Some(b'*') => {
                if properties.line.is_some() {
                    return Err(self.reader.error("an alias has no anchor or tag of its own"));
                }
                let value = self.alias()?;
                self.refuse_key("an alias as a key")?;
                Ok(value)
            }
            _ => match self.block_key(position)? {
                Some(_) if named => Err(self
                    .reader
                    .error_at(start, "an anchor or a tag on a key")
                    .with_help("one that belongs to the table ends the line above its first key")),
                Some(key) if opens => {
                    self.refuse_tab_before(start)?;
                    let value = self.nested(|parser| parser.block_table(column, key))?;
                    self.finish(properties, value)
                }
                Some(_) => {
                    let colon = self.reader.at() - 1;
                    Err(self.reader.error_at(colon, "a key cannot stand here").with_help(
                        "a table begins in a line of its own; text with a colon and a blank stands in quotes",
                    ))
                }
                None => self.block_text(properties, context),
            },
        }
    }

    fn block_text(&mut self, properties: &Properties<'t>, context: Context) -> Parsed<Raw> {
        let start = self.reader.at();
        if let Some(quote) = self.quote() {
            let quoted = self.scan_quoted(quote, context)?;
            let text = self.quoted(quoted)?;
            return self.scalar(properties, start, text, false);
        }
        if !self.is_plain(context) {
            return Err(self.unusable());
        }
        let text = self.plain(context)?;
        self.scalar(properties, start, text, true)
    }

    /// The table whose first key was read, at `column`.
    fn block_table(&mut self, column: isize, first: Key<'t>) -> Parsed<Raw> {
        let mut members = Members::default();
        let mut key = first;
        loop {
            let slot = Slot { parent: column, kind: Kind::Value, position: key.position };
            let node = self.block_node(slot)?;
            self.add_member(&mut members, &key, node.value);
            if !self.goes_on(column)? {
                return Ok(members.finish());
            }
            let position = self.reader.here();
            key = match self.block_key(position)? {
                Some(key) => key,
                None => return Err(self.no_key()),
            };
        }
    }

    /// The list whose first dash stands here, at `column`.
    fn block_list(&mut self, column: isize) -> Parsed<Raw> {
        let mut items = Vec::new();
        loop {
            let dash = self.reader.here();
            self.reader.advance(1);
            items.push(self.block_node(Slot { parent: column, kind: Kind::Item, position: dash })?);
            if !self.goes_on(column)? || !self.is_dash() {
                return Ok(Raw::List(items));
            }
        }
    }

    /// Whether the table or list at `column` has another member, in a line of its own.
    fn goes_on(&mut self, column: isize) -> Parsed<bool> {
        self.reader.end_line()?;
        if self.reader.peek().is_none() || self.reader.marker().is_some() {
            return Ok(false);
        }
        if self.reader.is_tabbed() {
            return Err(self.tabs());
        }
        let here = self.reader.column().cast_signed();
        if here > column {
            let error = self.reader.error("this line is indented more than the one it should go with");
            return Err(error.with_help("the keys of one table stand at one column"));
        }
        Ok(here == column)
    }

    /// The key that begins here, with its colon; nothing where none does.
    fn block_key(&mut self, position: Position) -> Parsed<Option<Key<'t>>> {
        if let Some(quote) = self.quote() {
            // A key ends in its line; whether it is one shows behind it.
            let Ok(quoted) = self.scan_quoted(quote, Context::Block(-1)) else { return Ok(None) };
            let after = &self.reader.bytes()[quoted.end..];
            let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let colon = after.get(blanks) == Some(&b':') && after.get(blanks + 1).is_none_or(|byte| is_blank(*byte));
            if quoted.lines || !colon {
                return Ok(None);
            }
            let name = self.quoted_key(quoted)?;
            self.reader.advance(blanks + 1);
            return Ok(Some(Key { name, position, plain: false }));
        }
        if !self.is_plain(Context::Block(-1)) {
            return Ok(None);
        }
        let Some(name) = self.plain_key() else { return Ok(None) };
        self.reader.advance(1);
        Ok(Some(Key { name: KeyText::Slice(name), position, plain: true }))
    }

    pub(super) fn quote(&self) -> Option<Quote> {
        match self.reader.peek() {
            Some(b'"') => Some(Quote::Double),
            Some(b'\'') => Some(Quote::Single),
            _ => None,
        }
    }

    fn is_dash(&self) -> bool {
        self.reader.peek() == Some(b'-') && self.reader.is_blank_at(1)
    }

    /// A table or list cannot stand at a column that depends on the width of a tab.
    fn refuse_tab_before(&mut self, start: usize) -> Parsed<()> {
        let mut before = self.reader.bytes()[..start].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t'));
        if before.any(|byte| *byte == b'\t') {
            return Err(self.reader.error_at(start, "a tab before a table or list").with_help("indent with spaces"));
        }
        Ok(())
    }

    /// Refuses what was read where a colon makes a key of it.
    fn refuse_key(&mut self, message: &'static str) -> Parsed<()> {
        let line = self.reader.rest_of_line().trim_start_matches([' ', '\t']);
        match line.strip_prefix(':') {
            Some(after) if after.is_empty() || after.starts_with([' ', '\t']) => {
                Err(self.reader.error(message).with_help("keys are text; a template like {{ name }} stands in quotes"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn complex_key(&mut self) -> SyntaxError {
        self.reader.error("a key after ?").with_help("keys are text: write key: value")
    }

    /// What stands where a key should.
    fn no_key(&mut self) -> SyntaxError {
        match self.reader.peek() {
            Some(b'?') if self.reader.is_blank_at(1) => self.complex_key(),
            Some(b'&' | b'!') => self.reader.error("an anchor or a tag on a key"),
            Some(b'*') => self.reader.error("an alias as a key"),
            Some(b'[' | b'{') => self.reader.error("a table or list as a key"),
            Some(b'-') if self.is_dash() => self.reader.error("an item of a list among keys"),
            _ => self.reader.error("a key with a colon should stand here").with_help("a blank follows the colon"),
        }
    }

    /// Says that plain text cannot begin so, without a word of it.
    pub(super) fn unusable(&mut self) -> SyntaxError {
        let error = self.reader.error("text cannot begin so");
        match self.reader.peek() {
            Some(b'-' | b'?' | b':') => error.with_help("text that begins with - ? or : and a blank stands in quotes"),
            Some(b'%' | b'@' | b'`') => error.with_help("text that begins with % @ or ` stands in quotes"),
            Some(b'|' | b'>') => error.with_help("a block of | or > does not stand in braces or brackets"),
            Some(b'#') => error.with_help("a blank stands before a comment"),
            _ => error.with_help("text that begins with , ] or } stands in quotes"),
        }
    }
}
