//! A document in which nothing is wrong, read in one pass.
//!
//! Every step gives `None` where something is wrong, or is so seldom right that it is not known here; what was read so
//! far is dropped, and [`events`](super::events) tells why. So this may refuse what that one takes, never the
//! other way round.

use tactful_core::json::{KeyText, MAX_DEPTH};
use tactful_core::raw::{Node, Position, Raw};
use tactful_core::secret::Document;
use toml_parser::decoder::Encoding;

use super::bytes::{CONTROL, NO_BARE, NO_BASIC, NO_KEY, NO_LITERAL, find};
use super::tables::{Key, ROOT, TableId, Tables};
use super::{scalar, text};
use crate::file::syntax::without_mark;

/// Reads a document, if nothing is wrong with it.
pub(super) fn read(document: &Document) -> Option<Raw> {
    let text = without_mark(document.as_str());
    let tables = Tables::new();
    let mut reader = Reader { document, text, ascii: text.is_ascii(), at: 0, line: 1, from: 0, column: 1, tables };
    let mut body = ROOT;
    while let Some(byte) = reader.skip_blanks() {
        match byte {
            b'\n' | b'\r' | b'#' => {}
            b'[' => body = reader.header()?,
            _ => reader.member(body)?,
        }
        reader.end_line()?;
    }
    Some(reader.tables.finish())
}

struct Reader<'t> {
    document: &'t Document,
    text: &'t str,
    /// Whether every character is one byte.
    ascii: bool,
    /// The next byte to read.
    at: usize,
    /// The line of `at`, and a place in it whose column is known.
    line: u32,
    from: usize,
    column: u32,
    tables: Tables,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Moves past a byte, if it is the next one.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// The first byte behind the blanks.
    fn skip_blanks(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// The first byte behind blanks, line breaks and comments.
    fn skip_space(&mut self) -> Option<u8> {
        while let byte @ (b'#' | b'\n' | b'\r') = self.skip_blanks()? {
            if byte == b'#' {
                self.comment();
            }
            self.line_break()?;
        }
        self.peek()
    }

    /// Up to the end of a line or to what cannot stand in a comment.
    fn comment(&mut self) {
        self.at = find::<CONTROL>(self.text.as_bytes(), self.at);
    }

    fn line_break(&mut self) -> Option<()> {
        match self.text.as_bytes().get(self.at..)? {
            [b'\n', ..] => self.at += 1,
            [b'\r', b'\n', ..] => self.at += 2,
            _ => return None,
        }
        self.begin_line(1, self.at);
        Some(())
    }

    /// The rest of a line in which nothing is to follow.
    fn end_line(&mut self) -> Option<()> {
        if self.skip_blanks() == Some(b'#') {
            self.comment();
        }
        if self.at == self.text.len() { Some(()) } else { self.line_break() }
    }

    /// Lines were passed, the last of which begins here.
    fn begin_line(&mut self, count: usize, start: usize) {
        self.line = self.line.saturating_add(number(count));
        self.from = start;
        self.column = 1;
    }

    /// The place of `at`. Only what was passed since the last call is counted.
    fn position(&mut self) -> Position {
        let passed = self.at - self.from;
        let characters = if self.ascii { passed } else { self.text[self.from..self.at].chars().count() };
        self.column = self.column.saturating_add(number(characters));
        self.from = self.at;
        Position::new(self.line, self.column)
    }

    /// `[table]` or `[[table]]`: the table that is defined.
    fn header(&mut self) -> Option<TableId> {
        self.at += 1;
        let is_array = self.take(b'[').is_some();
        self.with_key(|reader, path| {
            reader.take(b']')?;
            if !is_array {
                return reader.tables.define(path).ok();
            }
            reader.take(b']')?;
            reader.tables.define_item(path).ok()
        })
    }

    /// `key = value`
    fn member(&mut self, body: TableId) -> Option<()> {
        self.with_key(|reader, path| {
            reader.take(b'=')?;
            reader.skip_blanks();
            let table = reader.tables.reach(body, path).ok()?;
            let value = reader.value(reader.tables.depth(table))?;
            reader.tables.give(table, path.last()?, value);
            Some(())
        })
    }

    /// Reads the parts of a key, and the blanks around it. Nearly every key has but one, which takes no list.
    fn with_key<T>(&mut self, then: impl FnOnce(&mut Self, &[Key<'t>]) -> Option<T>) -> Option<T> {
        self.skip_blanks();
        let first = self.key()?;
        if self.skip_blanks() != Some(b'.') {
            return then(self, std::slice::from_ref(&first));
        }
        let mut path = vec![first];
        while self.take(b'.').is_some() {
            self.skip_blanks();
            path.push(self.key()?);
            self.skip_blanks();
        }
        then(self, &path)
    }

    fn key(&mut self) -> Option<Key<'t>> {
        let position = self.position();
        let start = self.at;
        let name = match self.peek()? {
            b'"' | b'\'' => self.quoted()?,
            _ => {
                self.at = find::<NO_KEY>(self.text.as_bytes(), start);
                KeyText::Slice(&self.text[start..self.at])
            }
        };
        // Nothing was passed: a key should stand here.
        (self.at > start).then_some(Key { name, position })
    }

    /// A value at this depth of tables and lists.
    fn value(&mut self, depth: usize) -> Option<Raw> {
        match self.peek()? {
            quote @ (b'"' | b'\'') => self.text_value(quote),
            b'[' | b'{' if depth >= MAX_DEPTH => None,
            b'[' => self.list(depth + 1),
            b'{' => self.inline_table(depth + 1),
            _ => {
                let start = self.at;
                self.at = find::<NO_BARE>(self.text.as_bytes(), start);
                scalar::value(&self.text[start..self.at], |slice| self.document.text(slice)).ok()
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Raw> {
        self.at += 1;
        let mut items = Vec::new();
        while self.skip_space()? != b']' {
            let position = self.position();
            items.push(Node::at(self.value(depth)?, position));
            if self.skip_space()? == b',' {
                self.at += 1;
            } else {
                break;
            }
        }
        self.take(b']')?;
        Some(Raw::List(items))
    }

    fn inline_table(&mut self, depth: usize) -> Option<Raw> {
        self.at += 1;
        let table = self.tables.open_inline(depth);
        while self.skip_space()? != b'}' {
            self.member(table)?;
            if self.skip_space()? == b',' {
                self.at += 1;
            } else {
                break;
            }
        }
        self.take(b'}')?;
        Some(self.tables.close_inline(table))
    }

    fn text_value(&mut self, quote: u8) -> Option<Raw> {
        if self.text.as_bytes()[self.at..].starts_with(&[quote; 3]) {
            return self.text_over_lines(quote);
        }
        Some(Raw::Text(match self.quoted()? {
            KeyText::Decoded(text) => text,
            KeyText::Slice(slice) => self.document.text(slice),
            _ => return None,
        }))
    }

    /// Text between quotes in one line; nearly always as it stands in the document.
    fn quoted(&mut self) -> Option<KeyText<'t>> {
        let (text, bytes, start) = (self.text, self.text.as_bytes(), self.at);
        let basic = bytes[start] == b'"';
        let inner = start + 1;
        let mut end = if basic { find::<NO_BASIC>(bytes, inner) } else { find::<NO_LITERAL>(bytes, inner) };
        if *bytes.get(end)? == bytes[start] {
            self.at = end + 1;
            return Some(KeyText::Slice(&text[inner..end]));
        }
        // Only between `"` a backslash ends the run above.
        while *bytes.get(end)? == b'\\' {
            end = find::<NO_BASIC>(bytes, end + 2);
        }
        if bytes[end] != b'"' || !basic {
            return None;
        }
        self.at = end + 1;
        text::value(&text[start..self.at], Encoding::BasicString).ok().map(KeyText::Decoded)
    }

    /// Text between three quotes on each side.
    fn text_over_lines(&mut self, quote: u8) -> Option<Raw> {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let basic = quote == b'"';
        let mut end = start + 3;
        while !bytes.get(end..)?.starts_with(&[quote; 3]) {
            end += if basic && *bytes.get(end)? == b'\\' { 2 } else { 1 };
        }
        end += 3;
        // One or two more quotes belong to the text.
        for _ in 0..2 {
            end += usize::from(bytes.get(end) == Some(&quote));
        }
        self.at = end;
        let token = &self.text[start..end];
        let encoding = if basic { Encoding::MlBasicString } else { Encoding::MlLiteralString };
        let value = text::value(token, encoding).ok()?;
        if let Some(last) = token.rfind('\n') {
            self.begin_line(token.matches('\n').count(), start + last + 1);
        }
        Some(Raw::Text(value))
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
