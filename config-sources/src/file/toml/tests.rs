//! Tests of the TOML reader; what they share.
#![allow(
    clippy::expect_used,
    clippy::format_collect,
    reason = "a test fails by panicking, and its documents are short"
)]

mod hostile;
mod structure;
mod values;

use tactful_core::json::SyntaxError;
use tactful_core::raw::Node;
use tactful_core::secret::{Document, RawBytes};

use super::{events, sound};
use crate::file::syntax::testing::{CANARY, assert_silent, dump, refuse};
use crate::file::syntax::without_mark;

fn parse(bytes: &[u8]) -> Result<Node, Vec<SyntaxError>> {
    super::parse(RawBytes::new(bytes.to_vec()))
}

/// Whether the first reader takes the document. The second one reads the same in it then.
#[track_caller]
fn is_sound(document: &str) -> bool {
    let bytes = RawBytes::new(document.into());
    let Some(tree) = Document::new(bytes).ok().and_then(|document| sound::read(&document)) else { return false };
    let events = events::read(without_mark(document)).unwrap_or_else(|errors| panic!("{document:?}: {errors:#?}"));
    assert_eq!(tree, events, "{document:?}");
    true
}

/// The document is read as the tree that `dump` writes so.
#[track_caller]
fn check(document: &str, expected: &str) {
    // A blank in a time is left to the second reader.
    assert_ne!(is_sound(document), document.contains("27 07:32"), "{document:?}");
    match parse(document.as_bytes()) {
        Ok(node) => assert_eq!(dump(&node), expected, "of {document:?}"),
        Err(errors) => panic!("{document:?}: {:#?}", errors.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

/// The document is refused with these errors: where each begins, and words of it.
#[track_caller]
fn wrong(document: &str, expected: &[(&str, &str)]) {
    refuse(document, parse(document.as_bytes()), expected);
}
