//! Compares, and holds what differs against the rules and against the listing that was agreed upon.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use serde_json::Value;

use crate::cases::{self, Case};
use crate::facts::Facts;
use crate::rules::{Predicate, Rule};

/// Set, it has the listings written anew.
const WRITE: &str = "TACTFUL_WRITE_LISTINGS";

/// Fails where a difference has no rule, where a listed one is gone, and where a rule tells of none.
#[track_caller]
pub(crate) fn check(
    name: &str,
    cases: &[Case],
    ours: &[Facts],
    theirs: &[Facts],
    predicate: fn(&str) -> Option<Predicate>,
) {
    let rules = Rule::all_of(name);
    let mut lines = vec![Vec::new(); rules.len()];
    let mut unruled = Vec::new();
    let mut differing = BTreeMap::new();
    for (case, (ours, theirs)) in cases.iter().zip(ours.iter().zip(theirs)) {
        let differences = ours.differences(theirs);
        let (all, apart) = differing.entry(case.of.as_str()).or_insert((0, 0));
        *all += 1;
        *apart += u32::from(!differences.is_empty());
        for difference in differences {
            let said = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
            let (ours, theirs) = (said(difference.ours), said(difference.theirs));
            let line = format!("{}: {}: {ours} and not {theirs}", case.label(), difference.name);
            match rules.iter().position(|rule| rule.covers(case, difference, predicate)) {
                Some(rule) => lines[rule].push(line),
                None => unruled.push(line),
            }
        }
    }
    let counts = counts(&differing);
    println!("{name}: {counts}");
    let listing = listing(&rules, &lines, &counts);
    let path = cases::path(&format!("differences/{name}.txt"));
    if env::var_os(WRITE).is_some() {
        fs::write(&path, &listing).unwrap();
    }
    let mut faults = String::new();
    tell(&mut faults, "differ and have no rule", &unruled);
    let idle = rules.iter().zip(&lines).filter(|(_, lines)| lines.is_empty());
    tell(&mut faults, "rules tell of nothing", &idle.map(|(rule, _)| rule.name.clone()).collect::<Vec<_>>());
    let agreed = fs::read_to_string(&path).unwrap_or_default();
    tell(&mut faults, "are listed and no longer so", &missing(&agreed, &listing));
    tell(&mut faults, "are not listed", &missing(&listing, &agreed));
    if faults.is_empty() && agreed != listing {
        faults.push_str("\nThe listing has the right lines, and not below the rules that cover them now.\n");
    }
    assert!(
        faults.is_empty(),
        "{name}: {counts}\n{faults}\nRules and listings are in tests/compat/differences. Where a difference is meant, \
         give it a rule with its reason and run this again with {WRITE}=1."
    );
}

/// How many inputs there are of each kind, and how many of them are read otherwise here.
fn counts(differing: &BTreeMap<&str, (u32, u32)>) -> String {
    let (all, apart) = differing.values().fold((0, 0), |sum, (all, apart)| (sum.0 + all, sum.1 + apart));
    let mut text = format!("{all} inputs, {apart} differ");
    for (of, (all, apart)) in differing {
        write!(text, "; {of} {all}, {apart} differ").unwrap();
    }
    text
}

fn listing(rules: &[Rule], lines: &[Vec<String>], counts: &str) -> String {
    let mut text = format!("{counts}\n");
    for (rule, lines) in rules.iter().zip(lines) {
        write!(text, "\n# {}: {}\n", rule.name, rule.reason).unwrap();
        for line in lines {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// The lines of one text that the other does not have.
fn missing(of: &str, from: &str) -> Vec<String> {
    let there: std::collections::HashSet<&str> = from.lines().collect();
    of.lines().filter(|line| !there.contains(line)).map(str::to_owned).collect()
}

fn tell(faults: &mut String, what: &str, lines: &[String]) {
    const SHOWN: usize = 60;
    if lines.is_empty() {
        return;
    }
    writeln!(faults, "\n{} {what}:", lines.len()).unwrap();
    for line in lines.iter().take(SHOWN) {
        writeln!(faults, "  {line}").unwrap();
    }
    if lines.len() > SHOWN {
        writeln!(faults, "  .. and {} more", lines.len() - SHOWN).unwrap();
    }
}
