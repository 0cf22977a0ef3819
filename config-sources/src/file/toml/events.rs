//! A document in which something may be wrong, from the events of `toml_parser`: it goes on after an error.

use tactful_core::json::{Cursor, KeyText, MAX_DEPTH, SyntaxError};
use tactful_core::raw::{Node, Position, Raw};
use tactful_core::secret::RawText;
use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::structure::Structure;
use super::tables::{self, Key, ROOT, TableId, Tables};
use super::{Fault, scalar, text};
use crate::file::syntax::{MAX_ERRORS, in_order};

/// Reads a document, or tells everything that is wrong with it.
pub(super) fn read(text: &str) -> Result<Raw, Vec<SyntaxError>> {
    let tokens = Source::new(text).lex().into_vec();
    let mut structure = Structure::default();
    let mut reader = Reader::new(text);
    parse_document(&tokens, &mut reader, &mut |error: ParseError| structure.note(&error));
    structure.append(reader.gaps);

    if reader.errors.is_empty() && structure.is_sound() {
        return Ok(reader.tables.finish());
    }
    let mut errors = reader.errors;
    structure.add_to(&mut errors, text);
    Err(in_order(errors))
}

/// Builds the tree while the events pass.
struct Reader<'t> {
    text: &'t str,
    cursor: Cursor<'t>,
    tables: Tables,
    /// The table of the last header.
    body: TableId,
    /// Whether the header that is being read is one of an array of tables.
    header_is_array: bool,
    /// The dotted key that is being read.
    path: Vec<Key<'t>>,
    /// What waits for a value or for its end, outermost first.
    open: Vec<Open<'t>>,
    errors: Vec<SyntaxError>,
    /// Where a key or a value is missing. The library fills in what the grammar wants after an error, so that these
    /// count as errors of the structure.
    gaps: Structure,
}

/// Something that waits for its value or for its end.
enum Open<'t> {
    /// A key; it waits for its value. Without a table, the value is dropped: an error was found.
    Member { key: Key<'t>, table: Option<TableId>, depth: usize },
    /// A list.
    List { items: Vec<Node>, position: Position, depth: usize },
    /// An inline table.
    Inline { table: TableId, position: Position, depth: usize },
    /// A list or inline table that stands too deep.
    Refused,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            cursor: Cursor::new(text),
            tables: Tables::new(),
            body: ROOT,
            header_is_array: false,
            path: Vec::new(),
            open: Vec::new(),
            errors: Vec::new(),
            gaps: Structure::default(),
        }
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.start()..span.end()).unwrap_or_default()
    }

    fn fail(&mut self, error: SyntaxError) {
        if self.errors.len() <= MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// A fault in a token; its offset counts from there.
    fn fault(&mut self, token: Span, fault: &Fault) {
        let offset = token.start() + fault.offset;
        if token.is_empty() {
            return self.gaps.push(Fault { offset, ..*fault });
        }
        let position = self.cursor.at(offset);
        self.fail(fault.at(position));
    }

    fn decode_key(&mut self, span: Span, encoding: Option<Encoding>) -> KeyText<'t> {
        text::key(self.slice(span), encoding).unwrap_or_else(|fault| {
            self.fault(span, &fault);
            KeyText::Slice("")
        })
    }

    fn decode_scalar(&mut self, span: Span, encoding: Option<Encoding>) -> Option<Raw> {
        let slice = self.slice(span);
        let decoded = match encoding {
            Some(encoding) if !slice.is_empty() => text::value(slice, encoding).map(Raw::Text),
            _ => scalar::value(slice, RawText::from),
        };
        match decoded {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault(span, &fault);
                None
            }
        }
    }

    /// The header is read; what follows belongs to its table.
    fn define(&mut self) {
        let defined =
            if self.header_is_array { self.tables.define_item(&self.path) } else { self.tables.define(&self.path) };
        self.body = defined.unwrap_or_else(|error| {
            self.fail(error);
            self.tables.detached()
        });
        self.path.clear();
    }

    /// The key is read; its value follows.
    fn expect_value(&mut self) {
        let body = match self.open.last() {
            Some(Open::Inline { table, .. }) => *table,
            _ => self.body,
        };
        let (table, depth) = match self.tables.reach(body, &self.path) {
            Ok(table) => (Some(table), self.tables.depth(table)),
            Err(error) => {
                self.fail(error);
                (None, self.tables.depth(body))
            }
        };
        if let Some(key) = self.path.pop() {
            self.open.push(Open::Member { key, table, depth });
        }
        self.path.clear();
    }

    /// How deep a list or table would stand that begins here.
    fn next_depth(&self) -> usize {
        match self.open.last() {
            Some(Open::Member { depth, .. } | Open::List { depth, .. } | Open::Inline { depth, .. }) => depth + 1,
            Some(Open::Refused) | None => 1,
        }
    }

    /// The depth for a list or table that begins here, or an error where it would be too deep.
    fn deeper(&mut self, position: Position) -> Option<usize> {
        let depth = self.next_depth();
        if depth <= MAX_DEPTH {
            return Some(depth);
        }
        self.fail(tables::too_deep(position));
        self.open.push(Open::Refused);
        None
    }

    /// A value is complete.
    fn give(&mut self, value: Raw, position: Position) {
        match self.open.last_mut() {
            Some(Open::List { items, .. }) => items.push(Node::at(value, position)),
            Some(Open::Member { .. }) => {
                if let Some(Open::Member { key, table: Some(table), .. }) = self.open.pop() {
                    self.tables.give(table, &key, value);
                }
            }
            // Only a document that was refused already comes here.
            Some(Open::Inline { .. } | Open::Refused) | None => {}
        }
    }
}

impl EventReceiver for Reader<'_> {
    fn std_table_open(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.header_is_array = false;
        self.path.clear();
        self.open.clear();
    }

    fn std_table_close(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.define();
    }

    fn array_table_open(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.header_is_array = true;
        self.path.clear();
        self.open.clear();
    }

    fn array_table_close(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.define();
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let position = self.cursor.at(span.start());
        let name = self.decode_key(span, encoding);
        self.path.push(Key { name, position });
    }

    fn key_val_sep(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        if span.is_empty() {
            // The library made it up: this may be a value in the place of a key, as in `{ "value" }`.
            self.path.clear();
            return;
        }
        self.expect_value();
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        if span.is_empty() && matches!(self.open.last(), Some(Open::Inline { .. })) {
            let help = Some("a list stands in brackets: [1, 2]");
            let offset = span.start();
            return self.gaps.push(Fault { offset, message: "a key without = and a value", help });
        }
        // The place of a member is that of its key: it need not be counted.
        let position = match self.open.last() {
            Some(Open::Member { key, .. }) => key.position,
            _ => self.cursor.at(span.start()),
        };
        let value = self.decode_scalar(span, encoding).unwrap_or_default();
        self.give(value, position);
    }

    fn array_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        let position = self.cursor.at(span.start());
        let Some(depth) = self.deeper(position) else { return false };
        self.open.push(Open::List { items: Vec::new(), position, depth });
        true
    }

    fn array_close(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        match self.open.pop_if(|open| matches!(open, Open::List { .. } | Open::Refused)) {
            Some(Open::List { items, position, .. }) => self.give(Raw::List(items), position),
            Some(_) => self.give(Raw::Null, Position::new(1, 1)),
            None => {}
        }
    }

    fn inline_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        let position = self.cursor.at(span.start());
        let Some(depth) = self.deeper(position) else { return false };
        let table = self.tables.open_inline(depth);
        self.open.push(Open::Inline { table, position, depth });
        true
    }

    fn inline_table_close(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        match self.open.pop_if(|open| matches!(open, Open::Inline { .. } | Open::Refused)) {
            Some(Open::Inline { table, position, .. }) => {
                let value = self.tables.close_inline(table);
                self.give(value, position);
            }
            Some(_) => self.give(Raw::Null, Position::new(1, 1)),
            None => {}
        }
    }

    fn value_sep(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.path.clear();
    }

    fn comment(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        if let Some(at) = self.slice(span).bytes().position(|byte| byte.is_ascii_control() && byte != b'\t') {
            let message = "a control character in a comment";
            self.fault(span, &Fault { offset: at, message, help: None });
        }
    }

    fn newline(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        // The library reads on to a = in a later line of an inline table; TOML wants it in the line of the key.
        if !self.path.is_empty() && matches!(self.open.last(), Some(Open::Inline { .. })) {
            let message = "a key without = and a value";
            self.gaps.push(Fault { offset: span.start(), message, help: Some("write = in the line of the key") });
        }
        self.path.clear();
        if self.slice(span) == "\r" {
            let message = "a carriage return without a line feed";
            self.fault(span, &Fault { offset: 0, message, help: Some("lines end in \\n or \\r\\n") });
        }
    }
}
