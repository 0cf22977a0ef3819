//! Every row of the cast table, as data.
#![allow(
    clippy::format_collect,
    clippy::items_after_statements,
    clippy::zero_sized_map_values,
    reason = "a clause stands beside the cases that give it, and types are chosen to be odd"
)]

mod encodings;
mod lists;
mod maps;
mod redact;
mod scalars;
mod shown;
mod texts;
mod times;
mod trees;

mod enums;
mod foreign;
mod hostile;
mod properties;
mod silent;
mod structs;

use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::{CastError, Fix, cast};
use crate::json;
use crate::raw::Raw;
use crate::schema::{Encoding, Field, Leaf, Secrecy};

/// A field with these rules.
fn field(secrecy: Secrecy, with: impl FnOnce(Leaf) -> Leaf) -> Field {
    Field::leaf("key", "KEY", "Type", with(Leaf::new(secrecy, false, false, || false, |_, _| Ok(()))))
}

fn plain() -> Field {
    field(Secrecy::Plain, |leaf| leaf)
}

fn secret() -> Field {
    field(Secrecy::Secret, |leaf| leaf)
}

fn encoded(encoding: Encoding) -> Field {
    field(Secrecy::Plain, |leaf| leaf.encoding(encoding))
}

/// The value of a tree as a config file would give it, written as JSON.
fn tree(json: &str) -> Raw {
    json::parse(json).unwrap().value
}

/// Text casts to these values.
fn accept<T: DeserializeOwned + PartialEq + Debug>(field: &Field, cases: &[(&str, T)]) {
    for (text, expected) in cases {
        let value = cast::<T>(&Raw::text(*text), field);
        assert_eq!(value.as_ref(), Ok(expected), "{text:?} as {}", std::any::type_name::<T>());
    }
}

/// Text is refused with these clauses.
fn refuse<T: DeserializeOwned + Debug>(field: &Field, cases: &[(&str, &str)]) {
    for (text, clause) in cases {
        let error = cast::<T>(&Raw::text(*text), field).expect_err(text);
        assert_eq!(said(&error), *clause, "{text:?} as {}", std::any::type_name::<T>());
    }
}

/// An error as a test compares it: path, clause and help.
fn said(error: &CastError) -> String {
    let path = &error.path;
    let help = match &error.fix {
        Some(Fix::Say(help)) => format!(" ({help})"),
        Some(Fix::Write(lead, value)) => format!(" ({lead}: {})", value.as_str()),
        None => String::new(),
    };
    let space = if path.is_empty() { "" } else { " " };
    format!("{path}{space}{}{help}", error.clause())
}

/// The error of a cast that must fail.
fn error<T: DeserializeOwned + Debug>(raw: &Raw, field: &Field) -> CastError {
    cast::<T>(raw, field).expect_err("must be refused")
}
