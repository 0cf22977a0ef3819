//! What is wrong with the structure of a document, in our words.

use std::collections::HashSet;

use tactful_core::json::{Cursor, SyntaxError};
use toml_parser::ParseError;

use super::Fault;
use crate::file::syntax::MAX_ERRORS;

/// What is wrong with the structure.
#[derive(Default)]
pub(super) struct Structure(Vec<Fault>);

impl Structure {
    pub(super) fn note(&mut self, error: &ParseError) {
        let (message, help) = words(error.description());
        // What is never closed is shown where it opens.
        let unclosed = error.description().starts_with("unclosed");
        let span = if unclosed { error.context() } else { error.unexpected().or(error.context()) };
        self.push(Fault { offset: span.map_or(0, |span| span.start()), message, help });
    }

    pub(super) fn push(&mut self, fault: Fault) {
        if self.0.len() <= MAX_ERRORS {
            self.0.push(fault);
        }
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    pub(super) fn is_sound(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds one error for each line that has none: the library goes on after an error, and what it sees next in the
    /// same line mostly follows from the first.
    pub(super) fn add_to(mut self, errors: &mut Vec<SyntaxError>, text: &str) {
        self.0.sort_by_key(|fault| fault.offset);
        let mut lines: HashSet<u32> = errors.iter().map(SyntaxError::line).collect();
        let mut cursor = Cursor::new(text);
        for fault in self.0 {
            let position = cursor.at(fault.offset);
            if lines.insert(position.line()) {
                errors.push(fault.at(position));
            }
        }
    }
}

/// The library's words are for its own users, and those of a later version might quote the document: they choose one
/// of our messages and are not passed on.
fn words(description: &str) -> (&'static str, Option<&'static str>) {
    match description {
        "extra `=`" | "extra assignment between key-value pairs" => ("one = too many", None),
        "extra comma in array" | "extra comma in inline table" => ("one comma too many", None),
        "invalid key-value pair" => ("a key should stand here", None),
        "invalid table" | "invalid key" => ("the name of a table should stand here", None),
        "key with no value" | "missing value for key" | "missing assignment between key-value pairs" => {
            ("a key without = and a value", Some("is this part of a text? text stands in quotes"))
        }
        "missing value" => ("a value should stand here", Some("empty text is \"\"")),
        "missing array opening" | "invalid inline table element" => ("this list was never opened", None),
        "missing inline table opening" => ("this inline table was never opened", None),
        "missing table open" => ("a ] without a [ before it", None),
        "missing comma between array elements" => ("a comma should stand between the items of a list", None),
        "missing comma between key-value pairs" => {
            ("a comma should stand between the members of an inline table", None)
        }
        "missing key for inline table element" => ("a member of an inline table needs a key", None),
        "unclosed array" => ("this list is never closed", None),
        "unclosed inline table" => ("this inline table is never closed", None),
        "unclosed table" => ("this header is never closed", Some("it ends with ]")),
        "unclosed array table" => ("this header is never closed", Some("it ends with ]]")),
        "unexpected `=` in array" => ("a list holds values, not keys", Some("a table in a list is { key = value }")),
        "unexpected key or value" => {
            ("the line should end after its value", Some("a quote inside of text is escaped: \\\""))
        }
        _ => ("this is not TOML", None),
    }
}
