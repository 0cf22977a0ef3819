//! The figures, kept between runs as lines of `metric loader K scenario value`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::loaders::Loader;
use crate::{Result, Scenario, workspace};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    Instructions,
    SecondInstructions,
    Allocations,
    ColdInstructions,
    ColdMicroseconds,
    DebugMillis,
    ReleaseMillis,
    StrippedBytes,
}

impl Metric {
    const ALL: [Self; 8] = [
        Self::Instructions,
        Self::SecondInstructions,
        Self::Allocations,
        Self::ColdInstructions,
        Self::ColdMicroseconds,
        Self::DebugMillis,
        Self::ReleaseMillis,
        Self::StrippedBytes,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    metric: Metric,
    loader: String,
    fields: usize,
    scenario: Scenario,
}

impl Key {
    #[must_use]
    pub fn new(metric: Metric, loader: &Loader, fields: usize, scenario: Scenario) -> Self {
        Self { metric, loader: loader.name.to_owned(), fields, scenario }
    }
}

#[derive(Debug, Default)]
pub struct Store {
    figures: BTreeMap<Key, u64>,
    /// What this run has set, or forgotten.
    changes: BTreeMap<Key, Option<u64>>,
}

impl Store {
    /// The figures of earlier runs.
    #[must_use]
    pub fn load() -> Self {
        let text = std::fs::read_to_string(path()).unwrap_or_default();
        Self { figures: text.lines().filter_map(parse).collect(), changes: BTreeMap::new() }
    }

    /// Writes what has changed, and leaves what another run wrote meanwhile.
    pub fn save(&mut self) -> Result<()> {
        let mut saved = Self::load();
        for (key, value) in std::mem::take(&mut self.changes) {
            match value {
                Some(value) => saved.figures.insert(key, value),
                None => saved.figures.remove(&key),
            };
        }
        let mut text = String::new();
        for (Key { metric, loader, fields, scenario }, value) in &saved.figures {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{metric:?} {loader} {fields} {scenario:?} {value}");
        }
        self.figures = saved.figures;
        std::fs::write(path(), text).map_err(|error| format!("{}: {error}", path().display()))
    }

    pub fn set(&mut self, key: Key, value: u64) {
        self.changes.insert(key, Some(value));
    }

    /// Drops figures that no longer stand for what is there.
    pub fn forget(&mut self, metrics: &[Metric], loader: &Loader, fields: usize) {
        for metric in metrics {
            for scenario in loader.scenarios {
                self.changes.insert(Key::new(*metric, loader, fields, *scenario), None);
            }
        }
    }

    #[must_use]
    pub fn get(&self, metric: Metric, loader: &Loader, fields: usize, scenario: Scenario) -> Option<u64> {
        self.figures.get(&Key::new(metric, loader, fields, scenario)).copied()
    }
}

fn path() -> PathBuf {
    workspace::generated().join("figures.txt")
}

fn parse(line: &str) -> Option<(Key, u64)> {
    let mut words = line.split(' ');
    let metric = words.next()?;
    let metric = Metric::ALL.into_iter().find(|known| format!("{known:?}") == metric)?;
    let loader = words.next()?.to_owned();
    let fields = words.next()?.parse().ok()?;
    let scenario = match words.next()? {
        "A" => Scenario::A,
        "B" => Scenario::B,
        _ => return None,
    };
    Some((Key { metric, loader, fields, scenario }, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back() {
        let key = Key { metric: Metric::Allocations, loader: "x".to_owned(), fields: 10, scenario: Scenario::B };
        assert_eq!(parse("Allocations x 10 B 7"), Some((key, 7)));
        assert_eq!(parse("Allocations x 10 C 7"), None);
    }
}
