//! The words of clauses.

use std::borrow::Cow;

use serde::de::Unexpected;

use super::number::Whole;
use crate::raw::Raw;

pub(super) const TEXT: &str = "text";
pub(super) const BYTES: &str = "text or bytes";
pub(super) const BOOLEAN: &str = "a boolean (`true` or `false`)";
pub(super) const NUMBER: &str = "a number";
pub(super) const CHARACTER: &str = "one character";
pub(super) const LIST: &str = "a list";
pub(super) const TABLE: &str = "a table";
pub(super) const VARIANT: &str = "the name of a variant";
pub(super) const NOTHING: &str = "empty";

/// Longer lists of names are cut.
const LISTED: usize = 24;

/// What a type says it expects, in the words of a report.
pub(super) fn of(expected: &str) -> Cow<'static, str> {
    let known = match expected {
        "a string" | "a borrowed string" | "str" | "string" => TEXT,
        "path string" | "a borrowed path" => "a path",
        "a boolean" | "bool" | "boolean" => BOOLEAN,
        "a character" | "char" => CHARACTER,
        "f32" | "f64" | "float" => NUMBER,
        "a map" => TABLE,
        "a sequence" => LIST,
        "unit" => NOTHING,
        "u8" => u8::WORDS,
        "u16" => u16::WORDS,
        "u32" => u32::WORDS,
        "u64" => u64::WORDS,
        "u128" => u128::WORDS,
        "usize" => usize::WORDS,
        "i8" => i8::WORDS,
        "i16" => i16::WORDS,
        "i32" => i32::WORDS,
        "i64" => i64::WORDS,
        "i128" => i128::WORDS,
        "isize" => isize::WORDS,
        "a nonzero u8" => u8::NONZERO,
        "a nonzero u16" => u16::NONZERO,
        "a nonzero u32" => u32::NONZERO,
        "a nonzero u64" => u64::NONZERO,
        "a nonzero u128" => u128::NONZERO,
        "a nonzero usize" => usize::NONZERO,
        "a nonzero i8" => i8::NONZERO,
        "a nonzero i16" => i16::NONZERO,
        "a nonzero i32" => i32::NONZERO,
        "a nonzero i64" => i64::NONZERO,
        "a nonzero i128" => i128::NONZERO,
        "a nonzero isize" => isize::NONZERO,
        other => return Cow::Owned(other.to_owned()),
    };
    Cow::Borrowed(known)
}

/// What kind of value was not expected. Text says nothing: every variable is text.
pub(super) const fn kind(unexpected: &Unexpected<'_>) -> Option<&'static str> {
    match unexpected {
        Unexpected::Bool(_) => Some("a boolean"),
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => Some("a number"),
        Unexpected::Unit => Some("null"),
        Unexpected::Seq => Some("a list"),
        Unexpected::Map => Some("a table"),
        _ => None,
    }
}

/// Names in code quotes, cut after [`LISTED`].
pub(super) fn list(names: &[&str]) -> String {
    let mut list = String::new();
    for name in names.iter().take(LISTED) {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.extend(["`", name, "`"]);
    }
    if names.len() > LISTED {
        list.push_str(", ..");
    }
    list
}

/// What a type says of a value it refused, to find out whether it repeats a part of the value.
pub(super) struct Said<'a> {
    text: &'a str,
    /// Every four bytes that follow each other in it, in order.
    windows: Vec<[u8; WINDOW]>,
}

const WINDOW: usize = 4;

impl<'a> Said<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut windows: Vec<_> = windows(text).collect();
        windows.sort_unstable();
        Self { text, windows }
    }

    /// Whether it repeats the text: all of it, or four bytes of it.
    pub(super) fn repeats(&self, text: &str) -> bool {
        if text.len() < WINDOW {
            return !text.is_empty() && self.text.contains(text) && !is_shape(self.text);
        }
        windows(text).any(|window| self.windows.binary_search(&window).is_ok())
    }

    /// Whether it repeats a part of a value. Bytes are not searched: nothing that is said beside them is trusted.
    pub(super) fn repeats_any(&self, raw: &Raw) -> bool {
        match raw {
            Raw::List(items) => items.iter().any(|item| self.repeats_any(&item.value)),
            Raw::Map(members) => {
                members.iter().any(|(key, member)| self.repeats(key) || self.repeats_any(&member.value))
            }
            Raw::Bytes(_) => true,
            scalar => scalar.as_written().is_some_and(|text| self.repeats(text)),
        }
    }
}

fn windows(text: &str) -> impl Iterator<Item = [u8; WINDOW]> {
    text.as_bytes().windows(WINDOW).filter_map(|window| window.try_into().ok())
}

/// Whether what a type says is its shape, in words that serde put together when it was compiled.
fn is_shape(said: &str) -> bool {
    let begins = ["a tuple of size ", "an array of length ", "struct ", "tuple struct ", "unit struct ", "enum "];
    begins.iter().any(|begin| said.starts_with(begin))
}

/// The name that comes nearest to one that is not among them: at most two slips, and not more than a third of it.
pub(super) fn nearest(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    const LONGEST: usize = 64;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let slips = |known: &&'static str| distance(&name, &known.to_ascii_lowercase());
    let (slips, nearest) = known.iter().map(|known| (slips(known), *known)).min()?;
    (slips <= 2 && slips * 3 <= name.chars().count()).then_some(nearest)
}

/// Damerau and Levenshtein's distance (optimal string alignment).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut before = None;
    for (index, letter) in left.chars().enumerate() {
        let mut next = vec![index + 1];
        for (column, other) in right.iter().enumerate() {
            let swapped = column > 0 && before == Some(*other) && right[column - 1] == letter;
            let swap = if swapped { above[column - 1] + 1 } else { usize::MAX };
            let change = row[column] + usize::from(letter != *other);
            next.push(change.min(row[column + 1] + 1).min(next[column] + 1).min(swap));
        }
        before = Some(letter);
        above = std::mem::replace(&mut row, next);
    }
    row[right.len()]
}
