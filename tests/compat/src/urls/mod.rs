//! URLs, as our types and as django-environ read them.

mod ours;
mod predicates;
mod theirs;
mod words;

use serde::Deserialize;

use crate::cases::{self, Case};

pub(crate) use ours::ours;
pub(crate) use predicates::predicate;
pub(crate) use theirs::theirs;

/// The tables of the URL types that django-environ has a reader for, and what each is read as.
const TABLES: [(&str, &str); 6] = [
    ("database", "database"),
    ("cache", "cache"),
    ("redis", "cache"),
    ("email", "email"),
    ("search", "search"),
    ("channels", "channels"),
];

#[derive(Deserialize)]
struct Row {
    url: String,
}

/// The vectors of the URL types, and those of `data/urls.json`.
pub(crate) fn cases() -> Vec<Case> {
    let vectors = TABLES.iter().flat_map(|(table, of)| {
        let rows = cases::read(&format!("../../config-urls/tests/data/{table}.json"));
        let rows: Vec<Row> = serde_json::from_str(&rows).unwrap();
        rows.into_iter().map(|row| Case { of: (*of).to_owned(), name: None, input: row.url.into_bytes() })
    });
    let cases = cases::each_once(vectors.chain(cases::of_data("urls")).collect());
    assert!(cases.len() >= 400, "only {} URLs", cases.len());
    cases
}
