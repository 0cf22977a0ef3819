//! A place in the document, and the steps between tokens.

use tactful_core::json::{Cursor, SyntaxError};
use tactful_core::raw::Position;

use super::Parsed;

/// What begins or ends a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `---`
    Start,
    /// `...`
    End,
}

/// Walks through the document. It holds slices of it alone, never a copy of a value.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    line_start: usize,
    /// Whether only blanks stand before `at` in its line.
    head: bool,
    /// Whether a tab is among them.
    tabbed: bool,
    cursor: Cursor<'t>,
}

impl<'t> Reader<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, line_start: 0, head: true, tabbed: false, cursor: Cursor::new(text) }
    }

    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    pub(super) const fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) const fn line_start(&self) -> usize {
        self.line_start
    }

    /// How far the line is indented, where a token begins it.
    pub(super) const fn column(&self) -> usize {
        self.at - self.line_start
    }

    /// Whether the token here is the first of its line.
    pub(super) const fn is_head(&self) -> bool {
        self.head
    }

    pub(super) const fn is_tabbed(&self) -> bool {
        self.head && self.tabbed
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// Whether what stands `ahead` bytes from here separates tokens: a blank, a line break or the end.
    pub(super) fn is_blank_at(&self, ahead: usize) -> bool {
        self.bytes().get(self.at + ahead).is_none_or(|byte| is_blank(*byte))
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
        self.head = false;
    }

    /// Goes on after a scalar that may have crossed lines.
    pub(super) fn jump(&mut self, at: usize) {
        if let Some(line_break) = self.text[self.at..at].rfind('\n') {
            self.line_start = self.at + line_break + 1;
            self.tabbed = false;
        }
        self.at = at;
        self.head = self.at == self.line_start;
    }

    /// Skips blanks, comments and line breaks.
    pub(super) fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\r' => self.at += 1,
                b'\t' => {
                    self.tabbed = true;
                    self.at += 1;
                }
                b'\n' => self.break_line(),
                b'#' if self.at == 0 || is_blank(self.bytes()[self.at - 1]) => self.at += self.rest_of_line().len(),
                _ => return,
            }
        }
    }

    /// What follows a value must be a new line or the end.
    pub(super) fn end_line(&mut self) -> Parsed<()> {
        self.skip();
        if self.head || self.peek().is_none() {
            return Ok(());
        }
        Err(match self.peek() {
            Some(b':') => {
                self.error("a colon after a value").with_help("a key and its value stand in a line of their own")
            }
            Some(b'#') => self.error("text after a value").with_help("a blank stands before a comment"),
            _ => self.error("text after a value").with_help("text that holds quotes or brackets stands in quotes"),
        })
    }

    /// The line from here on, without its break.
    pub(super) fn rest_of_line(&self) -> &'t str {
        let rest = &self.text[self.at..];
        let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Goes to the start of the next line.
    pub(super) fn skip_line(&mut self) {
        self.at += self.rest_of_line().len();
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek().is_some() {
            self.break_line();
        }
    }

    /// The marker that begins here.
    pub(super) fn marker(&self) -> Option<Marker> {
        if self.column() == 0 { marker_at(self.bytes(), self.at) } else { None }
    }

    pub(super) fn here(&mut self) -> Position {
        self.cursor.at(self.at)
    }

    pub(super) fn error(&mut self, message: &'static str) -> SyntaxError {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&mut self, offset: usize, message: &'static str) -> SyntaxError {
        SyntaxError::new(self.cursor.at(offset), message)
    }

    fn break_line(&mut self) {
        self.at += 1;
        self.line_start = self.at;
        self.head = true;
        self.tabbed = false;
    }
}

/// A blank or a line break.
pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The characters that structure flow tables and lists.
pub(super) const fn is_flow_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

/// The marker at `at`, which begins a line.
pub(super) fn marker_at(bytes: &[u8], at: usize) -> Option<Marker> {
    let (marker, after) = bytes[at..].split_at_checked(3)?;
    match (marker, after.first().is_none_or(|byte| is_blank(*byte))) {
        (b"---", true) => Some(Marker::Start),
        (b"...", true) => Some(Marker::End),
        _ => None,
    }
}

/// The first character that a document must not hold as it is.
pub(super) fn first_unprintable(text: &str) -> Option<SyntaxError> {
    let bytes = text.as_bytes();
    let at = bytes.iter().enumerate().position(|(at, byte)| match byte {
        b'\t' | b'\n' => false,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        0..0x20 | 0x7f => true,
        // The control characters from U+0080, but for the line break of mainframes.
        0xc2 => matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f)),
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])),
        _ => false,
    })?;
    let position = Cursor::new(text).at(at);
    Some(match bytes[at] {
        b'\r' => {
            SyntaxError::new(position, "a carriage return without a line feed").with_help("lines end in \\n or \\r\\n")
        }
        _ => SyntaxError::new(position, "a control character")
            .with_help("text in \" can hold it as an escape: \\x1b, \\0"),
    })
}
