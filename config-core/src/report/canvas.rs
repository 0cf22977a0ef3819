//! Text in columns: wraps at spaces, counts characters, colours what it is told to.

use super::Style;

/// What a piece of text is, as colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Faint,
    Problem,
    Warning,
}

impl Tone {
    /// What a terminal wants to hear before the text (ECMA-48, "select graphic rendition").
    const fn sequence(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Problem => "\u{1b}[1;31m",
            Self::Warning => "\u{1b}[1;33m",
        }
    }
}

/// What ends every tone.
const RESET: &str = "\u{1b}[0m";

pub(super) struct Canvas {
    out: String,
    column: usize,
    style: Style,
}

impl Canvas {
    pub(super) fn new(style: Style) -> Self {
        Self { out: String::new(), column: 0, style }
    }

    pub(super) const fn width(&self) -> usize {
        self.style.width
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.column = 0;
    }

    /// Goes right to a column; where the text has run over it, two blanks on.
    pub(super) fn move_to(&mut self, column: usize) {
        let gap = match column.checked_sub(self.column) {
            Some(gap) if gap > 0 || self.column == 0 => gap,
            _ => 2,
        };
        self.out.extend(std::iter::repeat_n(' ', gap));
        self.column += gap;
    }

    /// Goes to a column of a table; where the text has run over it, on the next line.
    pub(super) fn cell_at(&mut self, column: usize) {
        if column > 0 && self.column + 2 > column {
            self.end();
        }
        self.move_to(column);
    }

    /// Writes text that wraps at its spaces; further lines begin at column `hang`. A word that is wider than the line
    /// stays whole, because an operator will want to copy it.
    pub(super) fn flow(&mut self, tone: Tone, text: &str, hang: usize) {
        let coloured = self.style.colour && tone != Tone::Plain && !text.is_empty();
        if coloured {
            self.out.push_str(tone.sequence());
        }
        for (number, word) in text.split(' ').enumerate() {
            let width = word.chars().count();
            if number > 0 {
                if self.column + 1 + width > self.style.width && self.column > hang {
                    self.end();
                    self.move_to(hang);
                } else {
                    self.out.push(' ');
                    self.column += 1;
                }
            }
            self.out.push_str(word);
            self.column += width;
        }
        if coloured {
            self.out.push_str(RESET);
        }
    }

    /// Writes text that never wraps.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}
