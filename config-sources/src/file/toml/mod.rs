//! TOML as a tree of raw values.
//!
//! A document is read twice at most. The first reader, `sound`, takes one in which nothing is wrong, as nearly every one
//! is, and gives up without a word where something is, or seems to be. The second follows the events of `toml_parser`,
//! which go on after an error, and tells all that is wrong.
//!
//! What a scalar means and which tables may be defined where is decided here for both, on slices of the document, so
//! that no decoded text ever stands in a buffer that is not wiped. TOML 1.1 is read, of which every document of 1.0 is
//! one. Numbers and times stay as written.

mod bytes;
mod events;
mod scalar;
mod sound;
mod structure;
mod tables;
mod text;

#[cfg(test)]
mod tests;

use tactful_core::json::SyntaxError;
use tactful_core::raw::{Node, Position};
use tactful_core::secret::{Document, RawBytes};

use super::syntax::{not_text, without_mark};

/// Reads a TOML document; an empty one is an empty table.
///
/// # Errors
/// Everything that is wrong, in the order of the document; never a value or a part of one.
pub(super) fn parse(bytes: RawBytes) -> Result<Node, Vec<SyntaxError>> {
    let document = Document::new(bytes).map_err(|bytes| not_text(bytes.expose()))?;
    let tree = match sound::read(&document) {
        Some(tree) => tree,
        None => events::read(without_mark(document.as_str()))?,
    };
    Ok(Node::at(tree, Position::new(1, 1)))
}

/// What the first reader takes, the second one reads the same in.
#[cfg(feature = "fuzzing")]
pub(crate) fn assert_readers_agree(bytes: &[u8]) {
    let Ok(document) = Document::new(RawBytes::new(bytes.to_vec())) else { return };
    if let Some(tree) = sound::read(&document) {
        let events = events::read(without_mark(document.as_str()));
        assert!(events.is_ok_and(|other| other == tree), "the readers of TOML differ");
    }
}

/// What is wrong at a byte of the document or of a token, and what to write instead.
struct Fault {
    offset: usize,
    message: &'static str,
    help: Option<&'static str>,
}

impl Fault {
    fn at(&self, position: Position) -> SyntaxError {
        let error = SyntaxError::new(position, self.message);
        match self.help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }
}
