//! YAML as a tree of raw values: the part of YAML 1.2 that config files use, with its core schema.
//!
//! Block and flow tables and lists, plain, quoted and block scalars, comments, anchors, aliases and merge keys (`<<`),
//! one document with its markers, `%YAML 1.2`, and the tags of the core schema. Refused with a message of their own:
//! more than one document, keys that are no scalars (`? `), other directives, tags of one's own, pairs in a flow list
//! (`[a: 1]`), keys without a colon in a flow table (`{a}`), anchors and tags on keys, lone carriage returns.
//!
//! It is read here and not by a library, for those build every scalar in buffers that grow and are freed as they are:
//! secrets would be left in memory (measured: each quoted or block scalar leaves two or three copies).

mod anchor;
mod block;
mod flow;
mod literal;
mod plain;
mod quoted;
mod reader;
mod schema;
mod table;

#[cfg(test)]
mod tests;

use tactful_core::json::{MAX_DEPTH, SyntaxError};
use tactful_core::raw::{Node, Position, Raw};

use super::syntax::{MAX_ERRORS, in_order, require_table, text_of};
use anchor::Anchors;
use block::Slot;
use reader::{Marker, Reader};

/// Reads a YAML document; an empty one is an empty table.
///
/// # Errors
/// What is wrong, in the order of the document, up to the first place where the structure is lost; never a value or a
/// part of one.
pub(super) fn parse(bytes: &[u8]) -> Result<Node, Vec<SyntaxError>> {
    let text = text_of(bytes)?;
    if let Some(error) = reader::first_unprintable(text) {
        return Err(vec![error]);
    }
    let mut parser = Parser { reader: Reader::new(text), anchors: Anchors::default(), errors: Vec::new(), depth: 0 };
    let read = parser.document();
    let mut errors = parser.errors;
    match read {
        Ok(node) if errors.is_empty() => return require_table(node),
        Ok(_) => {}
        Err(error) => errors.push(error),
    }
    Err(in_order(errors))
}

/// A part of the document, or the error that ends reading.
type Parsed<T> = Result<T, SyntaxError>;

struct Parser<'t> {
    reader: Reader<'t>,
    anchors: Anchors<'t>,
    /// Errors after which reading goes on.
    errors: Vec<SyntaxError>,
    depth: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Parsed<Node> {
        self.directives()?;
        if self.reader.marker() == Some(Marker::Start) {
            self.reader.advance(3);
        }
        let node = self.root()?;
        self.reader.end_line()?;
        let mut ended = false;
        while self.reader.marker() == Some(Marker::End) {
            ended = true;
            self.reader.advance(3);
            self.reader.end_line()?;
        }
        match (self.reader.peek(), self.reader.marker()) {
            (None, _) => Ok(node),
            (_, Some(_)) => Err(self.reader.error("a second document; a config file is one")),
            _ if ended => Err(self.reader.error("text after the end of the document")),
            _ => Err(self.reader.error("this line fits no level of indentation above it")),
        }
    }

    /// `%YAML 1.2` before the document; whatever else begins with `%` there is refused.
    fn directives(&mut self) -> Parsed<()> {
        self.reader.skip();
        let mut seen = false;
        while self.reader.peek() == Some(b'%') && self.reader.column() == 0 {
            let line = self.reader.rest_of_line();
            let line = line.split_once(" #").map_or(line, |(directive, _)| directive);
            if seen || line.split_ascii_whitespace().ne(["%YAML", "1.2"]) {
                return Err(self.reader.error("a directive other than one %YAML 1.2"));
            }
            seen = true;
            self.reader.skip_line();
            self.reader.skip();
        }
        if seen && self.reader.marker() != Some(Marker::Start) {
            return Err(self.reader.error("after a directive the document begins with ---"));
        }
        Ok(())
    }

    fn root(&mut self) -> Parsed<Node> {
        self.reader.skip();
        let ends = self.reader.peek().is_none() || self.reader.marker().is_some();
        if ends {
            return Ok(Node::at(Raw::Map(Vec::new()), Position::new(1, 1)));
        }
        self.block_node(Slot::document())
    }

    /// Reads one level deeper. Recursion is bounded here, for reading and so for dropping.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} tables or lists in each other");
            return Err(SyntaxError::new(self.reader.here(), message));
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Notes an error that does not hinder reading.
    fn note(&mut self, error: SyntaxError) {
        if self.errors.len() <= MAX_ERRORS {
            self.errors.push(error);
        }
    }
}
