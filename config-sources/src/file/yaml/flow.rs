//! Flow tables and lists: `{a: 1}` and `[1, 2]`.

use tactful_core::json::SyntaxError;
use tactful_core::raw::{Node, Raw};

use super::anchor::Properties;
use super::plain::Context;
use super::reader::is_flow_indicator;
use super::table::{Key, Members};
use super::{Parsed, Parser};

impl<'t> Parser<'t> {
    /// Reads the table or list that begins here. How its lines are indented does not matter.
    pub(super) fn flow_collection(&mut self) -> Parsed<Raw> {
        match self.reader.peek() {
            Some(b'{') => self.nested(Self::flow_table),
            _ => self.nested(Self::flow_list),
        }
    }

    fn flow_list(&mut self) -> Parsed<Raw> {
        let open = self.reader.at();
        let mut items = Vec::new();
        let mut more = self.flow_first(open, b']')?;
        while more {
            let position = self.reader.here();
            let value = self.flow_node(open)?;
            items.push(Node::at(value, position));
            if self.flow_peek(open)? == b':' {
                let error = self.reader.error("a key in a list");
                return Err(error.with_help("a table in a list stands in braces: [{key: value}]"));
            }
            more = self.flow_next(open, b']')?;
        }
        Ok(Raw::List(items))
    }

    fn flow_table(&mut self) -> Parsed<Raw> {
        let open = self.reader.at();
        let mut members = Members::default();
        let mut more = self.flow_first(open, b'}')?;
        while more {
            let key = self.flow_key()?;
            let quoted = !key.plain;
            let value = match self.flow_peek(open)? {
                b':' if quoted || self.reader.is_blank_at(1) || self.is_indicator_at(1) => {
                    self.reader.advance(1);
                    self.flow_node(open)?
                }
                _ => return Err(self.bare_key()),
            };
            self.add_member(&mut members, &key, value);
            more = self.flow_next(open, b'}')?;
        }
        Ok(members.finish())
    }

    /// Reads a value; where none stands, it is null.
    fn flow_node(&mut self, open: usize) -> Parsed<Raw> {
        let mut properties = Properties::default();
        let mut next = self.flow_peek(open)?;
        while self.property(&mut properties, true)? {
            next = self.flow_peek(open)?;
        }
        let start = self.reader.at();
        match next {
            b',' | b']' | b'}' => self.scalar(&properties, start, String::new().into(), true),
            b'[' | b'{' => {
                let value = self.flow_collection()?;
                self.finish(&properties, value)
            }
            b'*' if properties.line.is_some() => Err(self.reader.error("an alias has no anchor or tag of its own")),
            b'*' => self.alias(),
            _ => {
                if let Some(quote) = self.quote() {
                    let quoted = self.scan_quoted(quote, Context::Flow)?;
                    let text = self.quoted(quoted)?;
                    return self.scalar(&properties, start, text, false);
                }
                if !self.is_plain(Context::Flow) {
                    return Err(self.unusable());
                }
                let text = self.plain(Context::Flow)?;
                self.scalar(&properties, start, text, true)
            }
        }
    }

    fn flow_key(&mut self) -> Parsed<Key<'t>> {
        let position = self.reader.here();
        if let Some(quote) = self.quote() {
            let quoted = self.scan_quoted(quote, Context::Flow)?;
            let name = self.quoted_key(quoted)?;
            return Ok(Key { name, position, plain: false });
        }
        match self.reader.peek() {
            Some(b'?') if self.reader.is_blank_at(1) => Err(self.complex_key()),
            Some(b'[' | b'{') => {
                let error = self.reader.error("a table or list as a key");
                Err(error.with_help("a template like {{ name }} stands in quotes"))
            }
            Some(b'*') => Err(self.reader.error("an alias as a key")),
            Some(b'&' | b'!') => Err(self.reader.error("an anchor or a tag on a key")),
            _ if !self.is_plain(Context::Flow) => Err(self.reader.error("a key should stand here")),
            _ => {
                let name = self.plain_flow_key()?;
                Ok(Key { name, position, plain: true })
            }
        }
    }

    /// Steps into a table or list; whether it has a first member.
    fn flow_first(&mut self, open: usize, close: u8) -> Parsed<bool> {
        self.reader.advance(1);
        self.flow_member(open, close)
    }

    /// Steps over what follows a member; whether another one stands there.
    fn flow_next(&mut self, open: usize, close: u8) -> Parsed<bool> {
        match self.flow_peek(open)? {
            b',' => {
                self.reader.advance(1);
                self.flow_member(open, close)
            }
            byte if byte == close => {
                self.reader.advance(1);
                Ok(false)
            }
            _ if close == b'}' => Err(self.reader.error("a comma or a closing brace should follow")),
            _ => Err(self.reader.error("a comma or a closing bracket should follow")),
        }
    }

    /// Whether a member stands here, or the end, which is stepped over.
    fn flow_member(&mut self, open: usize, close: u8) -> Parsed<bool> {
        match self.flow_peek(open)? {
            b',' => Err(self.reader.error("one comma too many")),
            byte if byte == close => {
                self.reader.advance(1);
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    /// The first byte of the next token of the table or list that was opened at `open`.
    fn flow_peek(&mut self, open: usize) -> Parsed<u8> {
        self.reader.skip();
        match self.reader.peek() {
            Some(byte) if self.reader.marker().is_none() => Ok(byte),
            _ => Err(self.unclosed(open)),
        }
    }

    /// YAML would read null. It is refused because braces in the place of brackets would make keys, which messages
    /// may show, of values.
    fn bare_key(&mut self) -> SyntaxError {
        match self.reader.peek() {
            Some(b',' | b'}') => {
                self.reader.error("a key without a colon").with_help("a list stands in brackets: [a, b]")
            }
            _ => self.reader.error("a colon should follow the key").with_help("a blank follows the colon"),
        }
    }

    fn unclosed(&mut self, open: usize) -> SyntaxError {
        match self.reader.bytes()[open] {
            b'{' => self.reader.error_at(open, "this table is never closed"),
            _ => self.reader.error_at(open, "this list is never closed"),
        }
    }

    fn is_indicator_at(&self, ahead: usize) -> bool {
        let byte = self.reader.bytes().get(self.reader.at() + ahead);
        byte.is_some_and(|byte| is_flow_indicator(*byte))
    }
}
