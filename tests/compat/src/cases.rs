//! The inputs, as data: every group of a file is the cross product of its parts.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// One input, and what kind of thing it is.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What it is read as: `database`, `list`, ..
    pub(crate) of: String,
    /// The name of the file that it came from, where it has one of its own.
    pub(crate) name: Option<String>,
    pub(crate) input: Vec<u8>,
}

impl Case {
    /// The input where it is known to be text.
    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.input).unwrap()
    }

    /// How it stands in a listing, on one line.
    pub(crate) fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{} {name}", self.of),
            None => format!("{} {:?}", self.of, String::from_utf8_lossy(&self.input)),
        }
    }
}

/// A group of a data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    of: Vec<String>,
    /// Texts to choose from, joined as they stand.
    parts: Vec<Vec<String>>,
    /// What stands on both sides of the last part, each in turn.
    #[serde(default = "nothing")]
    around: Vec<String>,
}

fn nothing() -> Vec<String> {
    vec![String::new()]
}

impl Group {
    fn texts(&self) -> Vec<String> {
        let Some((last, parts)) = self.parts.split_last() else { return Vec::new() };
        let around = |text: &String| self.around.iter().map(|mark| format!("{mark}{text}{mark}")).collect::<Vec<_>>();
        let starts = parts.iter().fold(nothing(), |texts, part| joined(&texts, part));
        joined(&starts, &last.iter().flat_map(around).collect::<Vec<_>>())
    }
}

/// Each of these with each of those.
fn joined(texts: &[String], part: &[String]) -> Vec<String> {
    texts.iter().flat_map(|text| part.iter().map(move |next| format!("{text}{next}"))).collect()
}

/// A file of this package.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[track_caller]
pub(crate) fn read(name: &str) -> String {
    let path = path(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every case of `data/NAME.json`, each once.
#[track_caller]
pub(crate) fn of_data(name: &str) -> Vec<Case> {
    let groups: Vec<Group> = serde_json::from_str(&read(&format!("data/{name}.json"))).unwrap();
    let products = groups.iter().flat_map(|group| {
        let texts = group.texts();
        group.of.iter().flat_map(move |of| {
            let of = of.clone();
            texts.clone().into_iter().map(move |text| Case { of: of.clone(), name: None, input: text.into_bytes() })
        })
    });
    each_once(products.collect())
}

pub(crate) fn each_once(cases: Vec<Case>) -> Vec<Case> {
    let mut seen = HashSet::new();
    cases.into_iter().filter(|case| seen.insert((case.of.clone(), case.input.clone()))).collect()
}
