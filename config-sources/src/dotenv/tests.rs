//! Tests of the dotenv parser; what they share.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use super::error::SyntaxError;
use super::*;

mod expansion;
mod grammar;
mod hostile;
mod messages;
mod properties;
mod silence;

/// The environment of the tests.
const ENVIRONMENT: &[(&str, &str)] = &[("E", "env"), ("EMPTY", ""), ("DOLLAR", "${E}$E`x`"), ("WINS", "outer")];

/// What a file says: its values, with what each variable stands for in the environment and earlier lines.
fn expand_all(bytes: &[u8]) -> (Vec<(String, String)>, Vec<SyntaxError>, Vec<ExpandError>) {
    let Parsed { assignments, errors, .. } = parse(bytes);
    let mut budget = EXPANSION_BUDGET;
    let mut values = Vec::<(String, String)>::new();
    let mut unset = Vec::new();
    for Assignment { key, value, .. } in assignments {
        let lookup = |name: &str| {
            let pair = ENVIRONMENT.iter().find(|(key, _)| *key == name);
            let earlier = values.iter().rev().find(|(key, _)| key == name);
            pair.map(|(_, value)| *value).or(earlier.map(|(_, value)| &**value))
        };
        match expand(&value, &lookup, &mut budget) {
            Ok(value) => values.push((key.to_string(), value.to_string())),
            Err(errors) => unset.extend(errors.listed),
        }
    }
    (values, errors.listed, unset)
}

/// A whole file in one line: `A="value"; B="value"`, then `! line:column Kind` for each error.
fn outcome(bytes: &[u8]) -> String {
    let (values, syntax, unset) = expand_all(bytes);
    let kind = |debug: String| debug.split([' ', '(']).next().map(str::to_owned).unwrap_or_default();
    let mut text = String::new();
    for (key, value) in values {
        let _ = write!(text, "; {key}={value:?}");
    }
    for SyntaxError { line, column, kind: what, .. } in syntax {
        let _ = write!(text, "; ! {line}:{column} {}", kind(format!("{what:?}")));
    }
    for ExpandError { line, column, kind: what, .. } in unset {
        let _ = write!(text, "; ! {line}:{column} {}", kind(format!("{what:?}")));
    }
    text.split_off(text.len().min(2))
}

/// A dotenv file that says `pairs`.
fn write<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut file = String::new();
    for (key, value) in pairs {
        if value.contains(['\'', '\r']) {
            let mut escaped = String::new();
            for character in value.chars() {
                match character {
                    '\n' => escaped.push_str("\\n"),
                    '\r' => escaped.push_str("\\r"),
                    '\t' => escaped.push_str("\\t"),
                    '\\' | '"' | '$' => escaped.extend(['\\', character]),
                    _ => escaped.push(character),
                }
            }
            let _ = writeln!(file, "{key}=\"{escaped}\"");
        } else {
            let _ = writeln!(file, "{key}='{value}'");
        }
    }
    file
}
