//! Lines and columns, counted once along the way.

use std::fmt;

use crate::raw::Position;

/// Follows a reader through a document and tells lines and columns; going forward, a document costs one pass.
#[derive(Clone)]
pub struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'t> Cursor<'t> {
    /// A cursor at the first character.
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line: 1, column: 1 }
    }

    /// Moves to the byte `offset` and tells its place. Going back counts from the start again.
    #[must_use]
    pub fn at(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let passed = &self.text.as_bytes()[self.offset..offset];
        let mut last_line = 0;
        for (at, byte) in passed.iter().enumerate() {
            if *byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
                last_line = at + 1;
            }
        }
        for byte in &passed[last_line..] {
            self.column = self.column.saturating_add(u32::from(!is_continuation(*byte)));
        }
        self.offset = offset;
        Position::new(self.line, self.column)
    }
}

impl fmt::Debug for Cursor<'_> {
    /// Tells the place, not the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cursor({}:{})", self.line, self.column)
    }
}

/// Whether the byte belongs to a character of UTF-8 that began before it.
const fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}
