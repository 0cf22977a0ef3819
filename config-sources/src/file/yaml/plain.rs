//! Plain scalars: text without quotes.

use tactful_core::json::{KeyText, SyntaxError};
use tactful_core::secret::RawText;

use super::reader::{is_blank, is_flow_indicator, marker_at};
use super::{Parsed, Parser, quoted};

/// Where plain text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// In a block table or list; the text may go on in lines that are indented by more than this.
    Block(isize),
    Flow,
}

/// Plain text as far as its line goes.
struct Line {
    /// After the last character that is no blank.
    end: usize,
    /// Where it stopped.
    stop: usize,
    /// Whether a colon stopped it that makes it a key.
    colon: bool,
}

impl<'t> Parser<'t> {
    /// Whether plain text may begin here.
    pub(super) fn is_plain(&self, context: Context) -> bool {
        let flow = context == Context::Flow;
        match self.reader.peek() {
            None => false,
            Some(b'-' | b'?' | b':') => {
                let next = self.reader.bytes().get(self.reader.at() + 1);
                !next.is_none_or(|byte| is_blank(*byte) || flow && is_flow_indicator(*byte))
            }
            Some(byte) => !is_flow_indicator(byte) && !b"#&*!|>'\"%@`".contains(&byte),
        }
    }

    /// The key that plain text here is, up to its colon; nothing where it is none.
    pub(super) fn plain_key(&mut self) -> Option<&'t str> {
        let start = self.reader.at();
        let line = line(self.reader.bytes(), start, false);
        if !line.colon || line.end == start {
            return None;
        }
        self.reader.advance(line.stop - start);
        Some(&self.reader.text()[start..line.end])
    }

    /// Plain text, over lines where it goes on.
    pub(super) fn plain(&mut self, context: Context) -> Parsed<RawText> {
        let (text, end) = self.plain_end(context)?;
        self.reader.jump(end);
        Ok(quoted::fold(text))
    }

    /// Plain text as a key of a flow table.
    pub(super) fn plain_flow_key(&mut self) -> Parsed<KeyText<'t>> {
        let (text, end) = self.plain_end(Context::Flow)?;
        self.reader.jump(end);
        Ok(if text.contains('\n') { KeyText::Decoded(quoted::fold(text)) } else { KeyText::Slice(text) })
    }

    /// The source of plain text, and where it ends.
    fn plain_end(&mut self, context: Context) -> Parsed<(&'t str, usize)> {
        let bytes = self.reader.bytes();
        let start = self.reader.at();
        let flow = context == Context::Flow;
        let mut last = line(bytes, start, flow);
        if last.colon && !flow {
            return Err(self.misplaced_key(last.stop));
        }
        while !last.colon {
            let Some(next) = self.continuation(last.stop, context) else { break };
            let more = line(bytes, next, flow);
            if more.colon && !flow {
                return Err(self.misplaced_key(more.stop));
            }
            if more.end == next {
                break;
            }
            last = more;
        }
        Ok((&self.reader.text()[start..last.end], last.end))
    }

    /// Where plain text goes on that stopped at `stop`.
    fn continuation(&self, stop: usize, context: Context) -> Option<usize> {
        let bytes = self.reader.bytes();
        let mut line_start = next_line(bytes, stop)?;
        loop {
            let indent = bytes[line_start..].iter().take_while(|byte| **byte == b' ').count();
            let blanks = bytes[line_start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let first = line_start + blanks;
            match bytes.get(first)? {
                b'\n' | b'\r' => line_start = next_line(bytes, first)?,
                b'#' => return None,
                _ if marker_at(bytes, line_start).is_some() => return None,
                _ => match context {
                    Context::Block(parent) => return (indent.cast_signed() > parent).then_some(first),
                    Context::Flow => return Some(first),
                },
            }
        }
    }

    fn misplaced_key(&mut self, colon: usize) -> SyntaxError {
        self.reader.error_at(colon, "a key cannot stand here").with_help(
            "a key begins a line, at the column of its neighbours; text with a colon and a blank stands in quotes",
        )
    }
}

/// Plain text from `start` to the end of its line, a comment, a key's colon or, in flow, an indicator.
fn line(bytes: &[u8], start: usize, flow: bool) -> Line {
    let mut at = start;
    let mut end = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' | b'\r' => break,
            b' ' | b'\t' => {}
            b'#' if at > start && is_blank(bytes[at - 1]) => break,
            b':' if ends_key(bytes.get(at + 1), flow) => return Line { end, stop: at, colon: true },
            _ if flow && is_flow_indicator(byte) => break,
            _ => end = at + 1,
        }
        at += 1;
    }
    Line { end, stop: at, colon: false }
}

/// Whether a colon before `next` follows a key.
fn ends_key(next: Option<&u8>, flow: bool) -> bool {
    next.is_none_or(|byte| is_blank(*byte) || flow && is_flow_indicator(*byte))
}

/// The start of the line after the one that ends at `stop`; nothing where something else stands there.
fn next_line(bytes: &[u8], stop: usize) -> Option<usize> {
    match bytes.get(stop..)? {
        [b'\n', _, ..] => Some(stop + 1),
        [b'\r', b'\n', _, ..] => Some(stop + 2),
        _ => None,
    }
}
