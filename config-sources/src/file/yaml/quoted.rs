//! Quoted scalars, and the folding of lines that they share with plain ones.

use tactful_core::json::KeyText;
use tactful_core::secret::RawText;
use zeroize::Zeroizing;

use super::plain::Context;
use super::reader::marker_at;
use super::{Parsed, Parser};

/// Which quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    Single,
    Double,
}

/// Quoted text as it stands in the document.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'t> {
    /// What stands between the quotes.
    inner: &'t str,
    quote: Quote,
    start: usize,
    /// The byte after the closing quote.
    pub(super) end: usize,
    pub(super) lines: bool,
}

/// What is wrong at a byte of the text between the quotes.
type Fault = (usize, &'static str);

impl<'t> Parser<'t> {
    /// Finds the end of quoted text; the parser stays at its opening quote.
    pub(super) fn scan_quoted(&mut self, quote: Quote, context: Context) -> Parsed<Quoted<'t>> {
        let bytes = self.reader.bytes();
        let open = self.reader.at();
        let mut at = open + 1;
        let mut lines = false;
        loop {
            match (bytes.get(at), quote) {
                (Some(b'\''), Quote::Single) if bytes.get(at + 1) == Some(&b'\'') => at += 2,
                (Some(b'\''), Quote::Single) | (Some(b'"'), Quote::Double) => break,
                (Some(b'\\'), Quote::Double)
                    if bytes.get(at + 1).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) =>
                {
                    at += 2;
                }
                (Some(b'\n'), _) => {
                    at += 1;
                    lines = true;
                    if !goes_on(bytes, at, context) {
                        return Err(self
                            .reader
                            .error_at(open, "this text is not closed in its line")
                            .with_help("the lines it goes on in are indented more than its key"));
                    }
                }
                (Some(_), _) => at += 1,
                (None, _) => return Err(self.reader.error_at(open, "this text is never closed")),
            }
        }
        let inner = &self.reader.text()[open + 1..at];
        Ok(Quoted { inner, quote, start: open + 1, end: at + 1, lines })
    }

    /// The value of quoted text, and the parser after it.
    pub(super) fn quoted(&mut self, quoted: Quoted<'t>) -> Parsed<RawText> {
        let text = quoted.value().map_err(|(at, message)| self.reader.error_at(quoted.start + at, message))?;
        self.reader.jump(quoted.end);
        Ok(text)
    }

    /// Quoted text as a key, and the parser after it.
    pub(super) fn quoted_key(&mut self, quoted: Quoted<'t>) -> Parsed<KeyText<'t>> {
        let key = quoted.key().map_err(|(at, message)| self.reader.error_at(quoted.start + at, message))?;
        self.reader.jump(quoted.end);
        Ok(key)
    }
}

/// Whether text in quotes may go on in the line that begins at `at`.
fn goes_on(bytes: &[u8], at: usize, context: Context) -> bool {
    let indent = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    let blanks = bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if marker_at(bytes, at).is_some() {
        return false;
    }
    match (bytes.get(at + blanks), context) {
        (Some(b'\n' | b'\r') | None, _) | (_, Context::Flow) => true,
        (_, Context::Block(parent)) => indent.cast_signed() > parent,
    }
}

impl<'t> Quoted<'t> {
    fn is_verbatim(&self) -> bool {
        let escape = if self.quote == Quote::Double { '\\' } else { '\'' };
        !self.lines && !self.inner.contains(escape)
    }

    fn value(&self) -> Result<RawText, Fault> {
        if self.is_verbatim() {
            return Ok(RawText::from(self.inner));
        }
        let mut buffer = Zeroizing::new(String::with_capacity(self.room()));
        fold_into(self.inner, Some(self.quote), &mut buffer)?;
        Ok(RawText::from(buffer))
    }

    fn key(&self) -> Result<KeyText<'t>, Fault> {
        if self.is_verbatim() { Ok(KeyText::Slice(self.inner)) } else { self.value().map(KeyText::Decoded) }
    }

    /// The most bytes the text can have: only `\L` and `\P` are shorter than what they stand for.
    fn room(&self) -> usize {
        self.inner.len() + self.inner.matches("\\L").count() + self.inner.matches("\\P").count()
    }
}

/// Plain text with its lines folded.
pub(super) fn fold(text: &str) -> RawText {
    if !text.contains('\n') {
        return RawText::from(text);
    }
    let mut buffer = Zeroizing::new(String::with_capacity(text.len()));
    // Without escapes nothing can be wrong.
    let _ = fold_into(text, None, &mut buffer);
    RawText::from(buffer)
}

/// Decodes escapes and folds lines: a line break is a blank, each empty line after it a line break, and blanks around
/// them go. `buffer` must have room, for it must not grow.
fn fold_into(text: &str, quote: Option<Quote>, buffer: &mut String) -> Result<(), Fault> {
    let room = buffer.capacity();
    let mut rest = text;
    while let Some(run) = rest.find([' ', '\t', '\r', '\n', '\\', '\'']) {
        buffer.push_str(&rest[..run]);
        let special = &rest[run..];
        rest = match (special.as_bytes()[0], quote) {
            (b'\\', Some(Quote::Double)) => {
                let offset = text.len() - special.len();
                unescape(special, buffer).map_err(|message| (offset, message))?
            }
            (b'\'', Some(Quote::Single)) => {
                buffer.push('\'');
                &special[2..]
            }
            (b'\\' | b'\'', _) => {
                buffer.push_str(&special[..1]);
                &special[1..]
            }
            _ => fold_blanks(special, buffer),
        };
    }
    buffer.push_str(rest);
    debug_assert_eq!(room, buffer.capacity(), "the text had more room than it was thought to need");
    Ok(())
}

/// Blanks as they are, or folded where a line break is among them; gives what follows.
fn fold_blanks<'t>(text: &'t str, buffer: &mut String) -> &'t str {
    let after = text.trim_start_matches([' ', '\t', '\r', '\n']);
    let blanks = &text[..text.len() - after.len()];
    match blanks.matches('\n').count() {
        0 => buffer.push_str(blanks),
        1 => buffer.push(' '),
        breaks => buffer.extend(std::iter::repeat_n('\n', breaks - 1)),
    }
    after
}

/// Decodes the escape that `text` begins with; gives what follows.
fn unescape<'t>(text: &'t str, buffer: &mut String) -> Result<&'t str, &'static str> {
    let character = match text.as_bytes().get(1) {
        Some(b'0') => '\0',
        Some(b'a') => '\u{7}',
        Some(b'b') => '\u{8}',
        Some(b't' | b'\t') => '\t',
        Some(b'n') => '\n',
        Some(b'v') => '\u{b}',
        Some(b'f') => '\u{c}',
        Some(b'r') => '\r',
        Some(b'e') => '\u{1b}',
        Some(byte @ (b' ' | b'"' | b'/' | b'\\')) => char::from(*byte),
        Some(b'N') => '\u{85}',
        Some(b'_') => '\u{a0}',
        Some(b'L') => '\u{2028}',
        Some(b'P') => '\u{2029}',
        Some(b'\r' | b'\n') => return Ok(join_lines(&text[1..], buffer)),
        Some(b'x') => return code(text, 2, buffer),
        Some(b'u') => return code(text, 4, buffer),
        Some(b'U') => return code(text, 8, buffer),
        _ => return Err("an unknown escape; a backslash is written \\\\, or the text stands in '"),
    };
    buffer.push(character);
    Ok(&text[2..])
}

/// An escaped line break is nothing; empty lines after it are line breaks.
fn join_lines<'t>(text: &'t str, buffer: &mut String) -> &'t str {
    let after = text.trim_start_matches([' ', '\t', '\r', '\n']);
    let breaks = text[..text.len() - after.len()].matches('\n').count();
    buffer.extend(std::iter::repeat_n('\n', breaks - 1));
    after
}

/// An escape of `count` hex digits; two halves of a character, as JSON writes them, are one.
fn code<'t>(text: &'t str, count: usize, buffer: &mut String) -> Result<&'t str, &'static str> {
    const FEW: &str = "too few hex digits; \\x takes two of them, \\u four, \\U eight";
    const NONE: &str = "an escape that is no character of Unicode";
    let first = digits(text, count).ok_or(FEW)?;
    let end = 2 + count;
    if let Some(character) = char::from_u32(first) {
        buffer.push(character);
        return Ok(&text[end..]);
    }
    let second = text[end..].strip_prefix("\\u").and_then(|_| digits(&text[end..], 4));
    match (first, second) {
        (0xd800..0xdc00, Some(second @ 0xdc00..0xe000)) if count == 4 => {
            let joined = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            buffer.push(char::from_u32(joined).ok_or(NONE)?);
            Ok(&text[end + 6..])
        }
        _ => Err(NONE),
    }
}

/// The number of `count` hex digits after the two characters that begin an escape.
fn digits(text: &str, count: usize) -> Option<u32> {
    let digits = text.get(2..2 + count)?;
    digits.chars().try_fold(0_u32, |number, digit| Some((number << 4) | digit.to_digit(16)?))
}
