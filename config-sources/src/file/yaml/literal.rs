//! Block scalars: `|` keeps lines, `>` folds them.

use tactful_core::json::SyntaxError;
use tactful_core::secret::RawText;
use zeroize::Zeroizing;

use super::reader::{is_blank, marker_at};
use super::{Parsed, Parser};

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    /// `-`: none stays.
    Strip,
    /// One stays.
    Clip,
    /// `+`: all stay.
    Keep,
}

struct Header {
    folded: bool,
    chomp: Chomp,
    /// How much deeper than its parent the text stands, where that is said.
    indent: Option<usize>,
}

/// A line of the text.
struct Line<'t> {
    /// Without its indentation; nothing where the line is empty.
    content: &'t str,
    /// Whether a line break ends it.
    broken: bool,
    /// Where the next one begins.
    next: usize,
}

impl<'t> Parser<'t> {
    /// Reads the block scalar that begins here; its parent is indented by `parent`.
    pub(super) fn block_scalar(&mut self, parent: isize) -> Parsed<RawText> {
        let header = self.block_header()?;
        self.reader.skip_line();
        let start = self.reader.at();
        let indent = match header.indent {
            Some(more) => usize::try_from(parent).unwrap_or(0) + more,
            None => self.detect_indent(start, parent)?,
        };
        let mut end = start;
        while let Some(line) = self.block_line(end, indent) {
            end = line.next;
        }
        // Nothing that is written is longer than what was read.
        let mut buffer = Zeroizing::new(String::with_capacity(end - start));
        self.write_block(&header, start..end, indent, &mut buffer);
        self.reader.jump(end);
        Ok(RawText::from(buffer))
    }

    fn block_header(&mut self) -> Parsed<Header> {
        let line = self.reader.rest_of_line();
        let mut header = Header { folded: line.starts_with('>'), chomp: Chomp::Clip, indent: None };
        let mut rest = &line[1..];
        for _ in 0..2 {
            match rest.as_bytes().first() {
                Some(b'-') if header.chomp == Chomp::Clip => header.chomp = Chomp::Strip,
                Some(b'+') if header.chomp == Chomp::Clip => header.chomp = Chomp::Keep,
                Some(digit @ b'1'..=b'9') if header.indent.is_none() => header.indent = Some(usize::from(digit - b'0')),
                _ => break,
            }
            rest = &rest[1..];
        }
        let after = rest.trim_start_matches([' ', '\t']);
        let comment = after.starts_with('#') && after.len() < rest.len();
        if after.is_empty() || comment {
            return Ok(header);
        }
        let error = self.reader.error("text after a block's | or >");
        Err(error.with_help(
            "it begins in the next line; | and > take -, + and one digit; text that begins so stands in quotes",
        ))
    }

    /// The indentation of the first line that is not empty.
    fn detect_indent(&mut self, start: usize, parent: isize) -> Parsed<usize> {
        let least = usize::try_from(parent + 1).unwrap_or(0);
        let bytes = self.reader.bytes();
        let mut line_start = start;
        // The most blanks of an empty line, and where they end.
        let (mut most, mut most_at) = (0, start);
        loop {
            let spaces = bytes[line_start..].iter().take_while(|byte| **byte == b' ').count();
            let first = line_start + spaces;
            if bytes.get(first).is_none_or(|byte| is_blank(*byte) && *byte != b'\t') && most < spaces {
                (most, most_at) = (spaces, first);
            }
            match bytes.get(first) {
                Some(b'\n' | b'\r') => line_start = first + 1,
                Some(_) if spaces >= least && most > spaces => return Err(self.deep_empty_line(most_at)),
                Some(_) if spaces >= least => return Ok(spaces),
                Some(_) | None => return Ok(least.max(most)),
            }
        }
    }

    fn deep_empty_line(&mut self, at: usize) -> SyntaxError {
        self.reader
            .error_at(at, "an empty line of a block is indented more than its first line")
            .with_help("remove the blanks, or give the indentation as a digit: |2")
    }

    /// The line at `start`, where it belongs to a block that is indented by `indent`.
    fn block_line(&self, start: usize, indent: usize) -> Option<Line<'t>> {
        let (text, bytes) = (self.reader.text(), self.reader.bytes());
        if start == bytes.len() {
            return None;
        }
        let spaces = bytes[start..].iter().take(indent).take_while(|byte| **byte == b' ').count();
        let from = start + spaces;
        let line = text[from..].split_inclusive('\n').next().unwrap_or_default();
        let content = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        let foreign = spaces < indent && !content.is_empty() || marker_at(bytes, start).is_some();
        let broken = line.ends_with('\n');
        (!foreign).then_some(Line { content, broken, next: from + line.len() })
    }

    fn write_block(&self, header: &Header, span: std::ops::Range<usize>, indent: usize, buffer: &mut String) {
        let mut at = span.start;
        // Line breaks since the last content.
        let mut breaks = 0;
        let mut any = false;
        let mut last_deep = false;
        while at < span.end {
            let Some(line) = self.block_line(at, indent) else { break };
            at = line.next;
            if line.content.is_empty() {
                breaks += usize::from(line.broken);
                continue;
            }
            // Lines that are indented more are kept as they are.
            let deep = line.content.as_bytes().first().is_some_and(|byte| is_blank(*byte));
            let fold = header.folded && any && !deep && !last_deep;
            match breaks {
                1 if fold => buffer.push(' '),
                _ => buffer.extend(std::iter::repeat_n('\n', breaks - usize::from(fold))),
            }
            buffer.push_str(line.content);
            breaks = usize::from(line.broken);
            any = true;
            last_deep = deep;
        }
        let kept = match header.chomp {
            Chomp::Strip => 0,
            Chomp::Clip => breaks.min(usize::from(any)),
            Chomp::Keep => breaks,
        };
        buffer.extend(std::iter::repeat_n('\n', kept));
    }
}
