//! The text of a variable as a field of each type, and as django-environ casts it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tactful::Settings;

use crate::cases::{self, Case};
use crate::facts::Facts;
use crate::rules::Predicate;

pub(crate) fn cases() -> Vec<Case> {
    let cases = cases::of_data("casts");
    assert!(cases.len() >= 150, "only {} values", cases.len());
    cases
}

/// What is read from JSON text as a whole.
#[derive(Debug, Deserialize, Serialize)]
struct Limits {
    burst: u32,
    name: Option<String>,
}

/// Reads the variable `X` as a field of this type.
macro_rules! field {
    ($type:ty, $text:expr) => {{
        #[derive(Settings)]
        #[settings(crate = ::tactful)]
        struct One {
            #[settings(public)]
            x: $type,
        }
        One::from_pairs([("X", $text), ("WORLD", "7")]).map(|one| serde_json::to_value(one.x).unwrap()).map_err(drop)
    }};
}

pub(crate) fn ours(case: &Case) -> Facts {
    let text = case.text();
    let value: Result<Value, ()> = match case.of.as_str() {
        "bool" => field!(bool, text),
        "int" => field!(i64, text),
        "float" => field!(f64, text).map(|number| if number.is_null() { spelled(text) } else { number }),
        "str" => field!(String, text),
        "list" => field!(Vec<String>, text),
        "list of int" | "json list" => field!(Vec<i64>, text),
        "dict" => field!(BTreeMap<String, String>, text),
        "json table" => field!(BTreeMap<String, i64>, text),
        "json struct" => field!(Limits, text),
        other => panic!("no field is {other}"),
    };
    value.map_or_else(|()| Facts::error("invalid"), said)
}

/// A float that JSON cannot hold, as Python writes it.
fn spelled(text: &str) -> Value {
    text.parse::<f64>().unwrap().to_string().to_lowercase().into()
}

pub(crate) fn theirs(answer: &Value) -> Facts {
    match answer.get("is") {
        Some(value) => said(value.clone()),
        None => Facts::error(answer["error"].as_str().unwrap()),
    }
}

/// In one case, a list or a table that is empty says so.
fn said(value: Value) -> Facts {
    Facts::default()
        .put("value", if value.is_null() { "null".into() } else { serde_json::json!({ "is": plain(value) }) })
}

/// Members that are null say as much as those that are not there.
fn plain(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        other => other,
    }
}

pub(crate) fn predicate(name: &str) -> Option<Predicate> {
    Some(match name {
        "white space at an end" => |text| text.trim() != text,
        "white space at an item's end" => |text| text.split([',', '=']).any(|item| item.trim() != item),
        "an empty item" => |text| !text.is_empty() && text.split(',').any(|item| item.trim().is_empty()),
        "digits beyond ASCII" => |text| text.chars().any(|c| c.is_numeric() && !c.is_ascii()),
        "empty" => str::is_empty,
        _ => return None,
    })
}
