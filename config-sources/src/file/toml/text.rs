//! Keys, and text in quotes.

use tactful_core::json::KeyText;
use tactful_core::secret::RawText;
use toml_parser::decoder::Encoding;
use zeroize::Zeroizing;

use super::Fault;

/// One part of a key, as it stands in the document.
pub(super) fn key(slice: &str, encoding: Option<Encoding>) -> Result<KeyText<'_>, Fault> {
    match encoding {
        None => bare_key(slice).map(KeyText::Slice),
        Some(Encoding::MlBasicString | Encoding::MlLiteralString) => {
            Err(fault(0, "a key does not span lines", Some("quote it with one quote on each side")))
        }
        Some(encoding) => {
            let quoted = Quoted::new(slice, encoding)?;
            if quoted.is_verbatim() { Ok(KeyText::Slice(quoted.inner)) } else { quoted.text().map(KeyText::Decoded) }
        }
    }
}

/// Text in quotes.
pub(super) fn value(slice: &str, encoding: Encoding) -> Result<RawText, Fault> {
    let quoted = Quoted::new(slice, encoding)?;
    if quoted.is_verbatim() { Ok(RawText::from(quoted.inner)) } else { quoted.text() }
}

fn bare_key(slice: &str) -> Result<&str, Fault> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match slice.bytes().position(|byte| !is_bare(byte)) {
        _ if slice.is_empty() => Err(fault(0, "a key should stand here", None)),
        None => Ok(slice),
        Some(at) => {
            let message = "a character that a key without quotes cannot hold";
            Err(fault(at, message, Some("letters a to z, digits, - and _ need no quotes")))
        }
    }
}

const fn fault(offset: usize, message: &'static str, help: Option<&'static str>) -> Fault {
    Fault { offset, message, help }
}

/// Text in quotes.
struct Quoted<'t> {
    /// What stands between the quotes; of text over lines, after the first line break.
    inner: &'t str,
    /// Where it begins in its token.
    start: usize,
    basic: bool,
    lines: bool,
}

impl<'t> Quoted<'t> {
    fn new(slice: &'t str, encoding: Encoding) -> Result<Self, Fault> {
        let (quotes, basic, lines) = match encoding {
            Encoding::BasicString => ("\"", true, false),
            Encoding::LiteralString => ("'", false, false),
            Encoding::MlBasicString => ("\"\"\"", true, true),
            Encoding::MlLiteralString => ("'''", false, true),
        };
        let inner = slice.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
        let help = (!lines).then_some("text over lines stands in three quotes");
        let open = inner.is_none_or(|inner| basic && ends_in_escape(inner));
        let Some(inner) = inner.filter(|_| !open) else { return Err(fault(0, "this text is never closed", help)) };
        let first_break = if lines { inner.strip_prefix('\n').or(inner.strip_prefix("\r\n")) } else { None };
        let after_break = first_break.unwrap_or(inner);
        let start = quotes.len() + inner.len() - after_break.len();
        let text = Self { inner: after_break, start, basic, lines };
        match text.first_control() {
            Some(at) => Err(fault(start + at, "a control character in text", Some(text.control_help()))),
            None => Ok(text),
        }
    }

    /// Line breaks are left to `decode`, tabs are allowed.
    fn first_control(&self) -> Option<usize> {
        let bytes = self.inner.as_bytes();
        // Without a way out of the loop, sixteen bytes are looked at in one step.
        if !bytes.iter().fold(false, |found, byte| found | byte.is_ascii_control()) {
            return None;
        }
        bytes.iter().enumerate().position(|(at, byte)| match byte {
            b'\t' => false,
            b'\n' => !self.lines,
            b'\r' => !self.lines || bytes.get(at + 1) != Some(&b'\n'),
            0..0x20 | 0x7f => true,
            _ => false,
        })
    }

    const fn control_help(&self) -> &'static str {
        if self.basic { "write it as an escape: \\u001b" } else { "only text in \" can hold it, as an escape: \\u001b" }
    }

    /// Whether it can be taken as it stands.
    fn is_verbatim(&self) -> bool {
        !(self.basic && self.inner.contains('\\') || self.lines && self.inner.contains('\r'))
    }

    /// The decoded text, in a buffer that has its final size before the first character enters.
    fn text(&self) -> Result<RawText, Fault> {
        // Every escape is longer than what it stands for.
        let mut buffer = Zeroizing::new(String::with_capacity(self.inner.len()));
        self.decode(&mut buffer)?;
        Ok(RawText::from(buffer))
    }

    fn decode(&self, buffer: &mut String) -> Result<(), Fault> {
        let mut rest = self.inner;
        while let Some(run) = rest.find(['\\', '\r']) {
            buffer.push_str(&rest[..run]);
            let special = &rest[run..];
            let offset = self.start + self.inner.len() - special.len();
            if let Some(line_feed) = special.strip_prefix('\r') {
                // Line breaks are \n, whatever the editor wrote.
                rest = line_feed;
            } else if !self.basic {
                buffer.push('\\');
                rest = &special[1..];
            } else if let Some(after) = self.joined_lines(special) {
                rest = after;
            } else {
                let (character, length) = escape(special).map_err(|(message, help)| fault(offset, message, help))?;
                buffer.push(character);
                rest = &special[length..];
            }
        }
        buffer.push_str(rest);
        Ok(())
    }

    /// What follows a backslash at the end of a line and the blanks after it.
    fn joined_lines(&self, escape: &'t str) -> Option<&'t str> {
        let after = escape[1..].trim_start_matches([' ', '\t']);
        if !self.lines || !after.starts_with(['\n', '\r']) {
            return None;
        }
        Some(after.trim_start_matches([' ', '\t', '\n', '\r']))
    }
}

/// Whether the quote that follows is escaped.
fn ends_in_escape(inner: &str) -> bool {
    inner.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The character of an escape and the length of the escape; else what is wrong.
fn escape(escape: &str) -> Result<(char, usize), (&'static str, Option<&'static str>)> {
    let character = match escape.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b't') => '\t',
        Some(b'n') => '\n',
        Some(b'f') => '\u{c}',
        Some(b'r') => '\r',
        Some(b'e') => '\u{1b}',
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'x') => return code(escape, 2),
        Some(b'u') => return code(escape, 4),
        Some(b'U') => return code(escape, 8),
        _ => return Err(("an unknown escape", Some("a backslash is written \\\\, or the text stands in '"))),
    };
    Ok((character, 2))
}

/// The character whose number has `count` hex digits.
fn code(escape: &str, count: usize) -> Result<(char, usize), (&'static str, Option<&'static str>)> {
    let few = ("too few hex digits", Some("\\x takes two of them, \\u four, \\U eight"));
    let digits = escape.get(2..2 + count).ok_or(few)?;
    let number = digits.chars().try_fold(0_u32, |number, digit| Some((number << 4) | digit.to_digit(16)?));
    match char::from_u32(number.ok_or(few)?) {
        Some(character) => Ok((character, 2 + count)),
        None => Err(("an escape that is no character of Unicode", None)),
    }
}
