//! Tests of the TOML reader; what they share.
#![allow(
    clippy::expect_used,
    clippy::format_collect,
    reason = "a test fails by panicking, and its documents are short"
)]

mod hostile;
mod structure;
mod values;

use super::parse;
use crate::file::syntax::testing::{CANARY, assert_silent, dump, refuse};

/// The document is read as the tree that `dump` writes so.
#[track_caller]
fn check(document: &str, expected: &str) {
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
