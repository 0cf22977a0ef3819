//! The figures as Markdown tables.

mod goals;
mod notes;

use std::fmt::Write as _;

use crate::loaders::{self, Loader};
use crate::store::{Metric, Store};
use crate::{Result, SIZES, Scenario, workspace};

/// What ratios are told against.
const YARDSTICK: &str = "hand_safe";

/// The size at which compile cost and program size are compared.
const LARGEST: usize = 500;

/// All tables and whether the goals are met, for a terminal.
#[must_use]
pub fn tables(store: &Store) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail, here and below.
    let _ = write_tables(store, &mut out);
    let _ = write_times(store, &mut out);
    let _ = goals::write(store, &mut out);
    out
}

/// Writes `RESULTS.md`.
pub fn write(store: &Store) -> Result<()> {
    let mut out = String::new();
    let _ = notes::write_introduction(&mut out);
    let _ = write_tables(store, &mut out);
    let _ = goals::write(store, &mut out);
    let _ = notes::write_notes(&mut out);
    let path = workspace::results();
    std::fs::write(&path, out).map_err(|error| format!("{}: {error}", path.display()))
}

fn write_tables(store: &Store, out: &mut String) -> std::fmt::Result {
    for (scenario, title) in
        [(Scenario::A, "A: from the environment"), (Scenario::B, "B: defaults, TOML, dotenv, environment")]
    {
        writeln!(out, "### Instructions of a load, {title}\n")?;
        let columns = SIZES.iter().flat_map(|fields| [format!("K = {fields}"), "again".to_owned()]);
        table(out, columns.collect(), |group| {
            let cells = SIZES.iter().flat_map(|fields| {
                [Metric::Instructions, Metric::SecondInstructions]
                    .map(|metric| best(store, metric, group, *fields, scenario).map_or_else(dash, thousands))
            });
            cells.collect()
        })?;
    }
    by_cell(out, "Instructions of the first load, as a ratio to `hand_safe`", |group, fields, scenario| {
        ratio(store, Metric::Instructions, group, fields, scenario)
    })?;
    by_cell(out, "Allocations of the first load", |group, fields, scenario| {
        best(store, Metric::Allocations, group, fields, scenario).map(thousands)
    })?;
    by_cell(out, "Instructions of a whole process that loads once", |group, fields, scenario| {
        best(store, Metric::ColdInstructions, group, fields, scenario).map(thousands)
    })?;
    writeln!(out, "### Compile cost after a one-field edit, and size, at K = {LARGEST}\n")?;
    let columns = ["debug, CPU s", "ratio", "release, CPU s", "ratio", "stripped program, MiB"];
    table(out, columns.map(str::to_owned).to_vec(), |group| {
        let figure = |metric, scale: f64, digits: usize| {
            let value = weight(store, metric, group).map(|value| value as f64 / scale);
            value.map_or_else(dash, |value| format!("{value:.digits$}"))
        };
        let against = |metric| {
            let ratio = weight(store, metric, group).zip(weight(store, metric, YARDSTICK));
            ratio.map_or_else(dash, |(own, other)| format!("{:.2}", own as f64 / other as f64))
        };
        vec![
            figure(Metric::DebugMillis, 1e3, 2),
            against(Metric::DebugMillis),
            figure(Metric::ReleaseMillis, 1e3, 2),
            against(Metric::ReleaseMillis),
            figure(Metric::StrippedBytes, 1024.0 * 1024.0, 2),
        ]
    })
}

/// For a terminal alone: true of this machine at this moment.
fn write_times(store: &Store, out: &mut String) -> std::fmt::Result {
    by_cell(
        out,
        "Median time of a process that loads once, in microseconds, for information",
        |group, fields, scenario| best(store, Metric::ColdMicroseconds, group, fields, scenario).map(thousands),
    )
}

/// A table with a column for each scenario and size.
fn by_cell(out: &mut String, title: &str, cell: impl Fn(&str, usize, Scenario) -> Option<String>) -> std::fmt::Result {
    writeln!(out, "### {title}\n")?;
    let cells = || [Scenario::A, Scenario::B].into_iter().flat_map(|scenario| SIZES.map(|fields| (scenario, fields)));
    let columns = cells().map(|(scenario, fields)| format!("{scenario:?}, K = {fields}"));
    table(out, columns.collect(), |group| {
        cells().map(|(scenario, fields)| cell(group, fields, scenario).unwrap_or_else(dash)).collect()
    })
}

fn table(out: &mut String, columns: Vec<String>, row: impl Fn(&str) -> Vec<String>) -> std::fmt::Result {
    writeln!(out, "| | {} |", columns.join(" | "))?;
    writeln!(out, "|---|{}", "--:|".repeat(columns.len()))?;
    for group in loaders::groups() {
        let cells = row(group);
        if cells.iter().any(|cell| *cell != dash()) {
            writeln!(out, "| {group} | {} |", cells.join(" | "))?;
        }
    }
    writeln!(out)
}

/// The figure of a row: of several loaders, that of the one with the least instructions in this cell.
fn best(store: &Store, metric: Metric, group: &str, fields: usize, scenario: Scenario) -> Option<u64> {
    let figure = |loader: &Loader, metric| store.get(metric, loader, fields, scenario);
    let chosen = loaders::of_group(group)
        .filter(|loader| figure(loader, metric).is_some())
        .min_by_key(|loader| figure(loader, Metric::Instructions).unwrap_or(u64::MAX))?;
    figure(chosen, metric)
}

/// Compile cost or size of a row, at the largest size.
fn weight(store: &Store, metric: Metric, group: &str) -> Option<u64> {
    let scenario = loaders::of_group(group).next()?.fullest();
    best(store, metric, group, LARGEST, scenario)
}

fn ratio(store: &Store, metric: Metric, group: &str, fields: usize, scenario: Scenario) -> Option<String> {
    let own = best(store, metric, group, fields, scenario)?;
    let other = best(store, metric, YARDSTICK, fields, scenario)?;
    Some(format!("{:.2}", own as f64 / other as f64))
}

fn dash() -> String {
    "-".to_owned()
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn groups_digits() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }
}
