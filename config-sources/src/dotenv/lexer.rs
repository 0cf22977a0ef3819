//! Bytes to text, byte classes, positions.

use zeroize::Zeroizing;

use super::error::SyntaxErrorKind;
use crate::scan;

/// A file as text.
pub(super) enum Source<'t> {
    /// The bytes are sound as they are.
    Sound(&'t str),
    /// Every byte that cannot stand in a dotenv file is replaced by a NUL, so that the rest can still be
    /// checked, with every offset in its place. [`reject`] says what stood there.
    Patched { text: Zeroizing<String>, bytes: &'t [u8] },
    /// The file is UTF-16.
    Utf16,
}

/// Reads `bytes` as text. The byte order mark is gone already: see [`without_mark`].
pub(super) fn decode(bytes: &[u8]) -> Source<'_> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Source::Utf16;
    }
    match str::from_utf8(bytes) {
        Ok(text) => decode_text(text),
        Err(_) => Source::Patched { text: patch(bytes), bytes },
    }
}

/// Looks at `text`, which is UTF-8.
pub(super) fn decode_text(text: &str) -> Source<'_> {
    let bytes = text.as_bytes();
    if is_sound(bytes) { Source::Sound(text) } else { Source::Patched { text: patch(bytes), bytes } }
}

/// Whether there is neither a NUL nor a carriage return without its line feed.
fn is_sound(bytes: &[u8]) -> bool {
    // Without an early end this compiles to vector instructions.
    let suspect = |byte: &u8| u8::from(*byte == 0) | u8::from(*byte == b'\r');
    let any = bytes.iter().fold(0, |any, byte| any | suspect(byte)) != 0;
    let sound = |(at, &byte): (usize, &u8)| match byte {
        0 => false,
        b'\r' => bytes.get(at + 1) == Some(&b'\n'),
        _ => true,
    };
    !any || bytes.iter().enumerate().all(sound)
}

/// `bytes` without a UTF-8 byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// What is wrong with a byte that [`decode`] replaced.
pub(super) fn reject(byte: u8) -> SyntaxErrorKind {
    match byte {
        0 => SyntaxErrorKind::Nul,
        b'\r' => SyntaxErrorKind::LoneReturn,
        _ => SyntaxErrorKind::InvalidUtf8,
    }
}

fn patch(bytes: &[u8]) -> Zeroizing<String> {
    // Each byte gives one byte, so this never grows.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len()));
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            let lone = character == '\r' && bytes.get(text.len() + 1) != Some(&b'\n');
            text.push(if lone { '\0' } else { character });
        }
        for _ in chunk.invalid() {
            text.push('\0');
        }
    }
    text
}

/// Classes of bytes, as bits of [`CLASSES`].
const NO_NAME: u8 = 1;
const SPECIAL: u8 = 2;
const QUOTE: u8 = 4;

/// Of which classes each byte is.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' => 0,
            b'\n' | b'\r' | b'#' | b'$' | b'\\' => NO_NAME | SPECIAL,
            b'"' | b'\'' => NO_NAME | QUOTE,
            _ => NO_NAME,
        };
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// The end of the name that begins at `at`; `at` itself where none does.
pub(super) fn name_end(bytes: &[u8], at: usize) -> usize {
    let digit = bytes.get(at).is_some_and(u8::is_ascii_digit);
    if digit { at } else { scan::find::<NO_NAME>(&CLASSES, bytes, at) }
}

/// The offset of the next byte at or after `at` that may mean something in unquoted text: the end of a line,
/// `#`, `$` or a backslash; the end of `bytes` where there is none.
pub(super) fn next_special(bytes: &[u8], at: usize) -> usize {
    scan::find::<SPECIAL>(&CLASSES, bytes, at)
}

/// The same, where a quote means something too.
pub(super) fn next_special_or_quote(bytes: &[u8], at: usize) -> usize {
    scan::find::<{ SPECIAL | QUOTE }>(&CLASSES, bytes, at)
}

/// The offset of the name in a line that begins at `first`, behind `export` where that is no name itself.
pub(super) fn skip_export(bytes: &[u8], first: usize) -> usize {
    if !bytes[first..].starts_with(b"export") {
        return first;
    }
    let end = first + b"export".len();
    let next = skip_blanks(bytes, end);
    let ends = matches!(bytes.get(next), None | Some(b'=' | b'\n' | b'\r'));
    if next > end && !ends { next } else { first }
}

/// The offset of the first byte at or after `at` that is no blank.
pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_blank(byte)) {
        at += 1;
    }
    at
}

/// `text` without the blanks at its end.
pub(super) fn trim_end(text: &str) -> &str {
    let mut end = text.len();
    while end > 0 && is_blank(text.as_bytes()[end - 1]) {
        end -= 1;
    }
    &text[..end]
}

/// Blanks are the space and the tab.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// The end of the line that `at` lies in, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    // A return that is not followed by a line feed does not get here.
    if end > at && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// The beginning of the line after the one that `at` lies in.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// An offset with its line and column, moved forward only, so that finding any number of positions takes one
/// pass.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) offset: usize,
    /// From 1.
    pub(super) line: u32,
    /// From 1, in characters.
    pub(super) column: u32,
}

impl Place {
    /// A place whose line and column are known.
    pub(super) fn new(offset: usize, line: u32, column: u32) -> Self {
        Self { offset, line, column }
    }

    /// Moves on to `offset`.
    pub(super) fn forward(&mut self, text: &str, offset: usize) {
        for &byte in &text.as_bytes()[self.offset..offset] {
            if byte == b'\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else if !is_continuation(byte) {
                self.column = self.column.saturating_add(1);
            }
        }
        self.offset = offset;
    }
}

/// Whether `byte` continues a character.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}
