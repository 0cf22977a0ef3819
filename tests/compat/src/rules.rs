//! The differences that are meant, each with its reason.

use serde::Deserialize;
use serde_json::Value;

use crate::cases::{self, Case};
use crate::facts::Difference;

/// A property of an input that takes more than a comparison of texts to tell.
pub(crate) type Predicate = fn(&str) -> bool;

/// Why an input is read otherwise here. Every condition that is given has to hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(rename = "rule")]
    pub(crate) name: String,
    pub(crate) reason: String,
    /// What the input is read as.
    #[serde(default)]
    of: Vec<String>,
    /// The facts that differ.
    #[serde(default)]
    facts: Vec<String>,
    /// What the input begins with.
    #[serde(default)]
    begins: Vec<String>,
    /// What stands in the input.
    #[serde(default)]
    holds: Vec<String>,
    /// The name of a predicate.
    is: Option<String>,
    /// Whole inputs, or names of files.
    #[serde(default)]
    inputs: Vec<String>,
    /// What we say; null is nothing.
    #[serde(default)]
    ours: Vec<Value>,
    /// What they say.
    #[serde(default)]
    theirs: Vec<Value>,
    /// A row of the table in the guide.
    pub(crate) guide: Option<Row>,
}

/// A row of that table, without its bars.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) input: String,
    /// Whose reading it is, where it is not the one that the rules are about.
    pub(crate) whose: Option<String>,
    pub(crate) theirs: String,
    pub(crate) ours: String,
}

impl Rule {
    /// The rules of `differences/NAME.json`.
    #[track_caller]
    pub(crate) fn all_of(name: &str) -> Vec<Self> {
        let name = format!("differences/{name}.json");
        serde_json::from_str(&cases::read(&name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Whether it tells of this difference.
    #[track_caller]
    pub(crate) fn covers(
        &self,
        case: &Case,
        difference: Difference<'_>,
        predicate: fn(&str) -> Option<Predicate>,
    ) -> bool {
        let text = String::from_utf8_lossy(&case.input);
        let named = |name: &String| *name == text || case.name.as_ref() == Some(name);
        let is = |name: &String| {
            let predicate = predicate(name).unwrap_or_else(|| panic!("{}: no predicate {name}", self.name));
            predicate(&text)
        };
        any(&self.of, |of| *of == case.of)
            && any(&self.facts, |fact| fact == difference.name)
            && any(&self.begins, |start| text.starts_with(start))
            && any(&self.holds, |piece| text.contains(piece))
            && any(&self.inputs, named)
            && any(&self.ours, |value| is_said(difference.ours, value))
            && any(&self.theirs, |value| is_said(difference.theirs, value))
            && self.is.as_ref().is_none_or(is)
    }
}

/// A condition without alternatives is none.
fn any<T>(alternatives: &[T], holds: impl FnMut(&T) -> bool) -> bool {
    alternatives.is_empty() || alternatives.iter().any(holds)
}

fn is_said(said: Option<&Value>, value: &Value) -> bool {
    said.unwrap_or(&Value::Null) == value
}
