//! What somebody makes of an input: facts by name, in words that are nobody's own.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::Value;

/// The fact of whoever makes nothing of an input. There is no other then.
pub(crate) const ERROR: &str = "error";

/// Facts by name. What is not said is not there: nothing is null, and no list or table is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts(BTreeMap<String, Value>);

impl Facts {
    pub(crate) fn error(what: impl Into<String>) -> Self {
        Self::default().put(ERROR, what.into())
    }

    /// A fact, or nothing where it says nothing.
    pub(crate) fn put(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let says_nothing = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        };
        if !says_nothing {
            self.0.insert(name.to_owned(), value);
        }
        self
    }

    /// The name of a variant, in lower case.
    pub(crate) fn variant(self, name: &str, variant: Option<impl Debug>) -> Self {
        self.put(name, variant.map(|variant| format!("{variant:?}").to_lowercase()))
    }

    /// A fact that is told only if it is so.
    pub(crate) fn flag(self, name: &str, is_so: bool) -> Self {
        self.put(name, is_so.then_some(true))
    }

    /// Where two differ: the name, what one says and what the other. Two failures agree, whatever they say of it.
    pub(crate) fn differences<'a>(&'a self, other: &'a Self) -> Vec<Difference<'a>> {
        let failed = |facts: &'a Self| facts.0.get_key_value(ERROR);
        let names = match (failed(self), failed(other)) {
            (Some(_), Some(_)) => Vec::new(),
            (Some((name, _)), None) | (None, Some((name, _))) => vec![name],
            (None, None) => {
                let mut names: Vec<&String> = self.0.keys().chain(other.0.keys()).collect();
                names.sort();
                names.dedup();
                names
            }
        };
        let pairs = names.into_iter().map(|name| (name, self.0.get(name), other.0.get(name)));
        pairs
            .filter(|(_, ours, theirs)| ours != theirs)
            .map(|(name, ours, theirs)| Difference { name, ours, theirs })
            .collect()
    }
}

/// One fact that two do not agree about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Difference<'a> {
    pub(crate) name: &'a str,
    pub(crate) ours: Option<&'a Value>,
    pub(crate) theirs: Option<&'a Value>,
}
