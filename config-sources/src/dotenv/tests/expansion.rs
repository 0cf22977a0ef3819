//! Positions, bounds and order of expansion.

use std::cell::RefCell;

use super::super::error::Capped;
use super::super::template::Quoting;
use super::*;

/// Expands the last value of `file` with `lookup`.
fn last<'a>(
    file: &str,
    lookup: &dyn Fn(&str) -> Option<&'a str>,
    budget: &mut usize,
) -> Result<String, Capped<ExpandError>> {
    let mut parsed = parse(file.as_bytes());
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let assignment = parsed.assignments.pop().expect("a value");
    expand(&assignment.value, lookup, budget).map(|text| text.to_string())
}

#[test]
fn words_that_are_not_used_are_not_looked_at() {
    let asked = RefCell::new(Vec::new());
    let lookup = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        (name == "SET").then_some("yes")
    };
    let mut budget = EXPANSION_BUDGET;
    let text = last("A=${SET:-${X}}${NO:+${Y}}${SET:?${Z}}${NO-${SET}}", &lookup, &mut budget);
    assert_eq!(text.expect("all are set"), "yesyesyes");
    assert_eq!(*asked.borrow(), ["SET", "NO", "SET", "NO", "SET"]);
}

#[test]
fn a_value_is_taken_as_it_is() {
    let mut budget = EXPANSION_BUDGET;
    let value = "${A}$$\\$\"'# \r\n`id`$(id)";
    let text = last("A=<${B}>", &|_| Some(value), &mut budget);
    assert_eq!(text.expect("it is set"), format!("<{value}>"));
}

#[test]
fn every_unset_name_is_reported() {
    let mut budget = EXPANSION_BUDGET;
    let errors = last("A=\"ä${B}\n${C:-${D}} ${E:?say}\"", &|_| None, &mut budget).expect_err("none is set");
    let told: Vec<_> =
        errors.listed.iter().map(|error| (error.line, error.column, &*error.name, error.to_string())).collect();
    let expected = [
        (1, 5, "B", "B is not set".to_owned()),
        (2, 6, "D", "D is not set".to_owned()),
        (2, 12, "E", "E is not set: say".to_owned()),
    ];
    assert_eq!(told, expected);
    assert_eq!(errors.unlisted, 0);
}

#[test]
fn the_budget_counts_what_variables_stand_for() {
    let mut budget = 10;
    assert_eq!(last("A=literal-${B}", &|_| Some("12345"), &mut budget).expect("within"), "literal-12345");
    assert_eq!(budget, 5);
    assert_eq!(last("A=much-longer-than-five", &|_| None, &mut budget).expect("literal"), "much-longer-than-five");
    let errors = last("A=${B}${C}", &|_| Some("12345"), &mut budget).expect_err("beyond");
    assert_eq!(errors.listed[0].to_string(), "C makes the expanded values too long");
    assert_eq!(errors.listed[0].column, 7);
    assert_eq!(budget, 5, "a value that fails takes nothing");
}

#[test]
fn positions_of_assignments() {
    let parsed = parse("\u{feff}A=b\n\n  export B = 'c\nd'\nC=\"e\"\nD=\n".as_bytes());
    let told: Vec<_> = parsed
        .assignments
        .iter()
        .map(|line| (&*line.key, line.line, line.column, line.quoting, line.doubtful))
        .collect();
    let expected = [
        ("A", 1, 3, Quoting::Unquoted, false),
        ("B", 3, 14, Quoting::Single, false),
        ("C", 5, 3, Quoting::Double, false),
        ("D", 6, 3, Quoting::Unquoted, false),
    ];
    assert_eq!(told, expected);
}

#[test]
fn duplicates_name_both_lines() {
    let parsed = parse(b"A=1\nB=1\nA=2\n\nB='\n'\nA=3\na=1");
    let told: Vec<_> = parsed.duplicates.listed.iter().map(|pair| (&*pair.key, pair.first, pair.second)).collect();
    assert_eq!(told, [("A", 1, 3), ("B", 2, 5), ("A", 3, 7)]);
    assert_eq!(parsed.assignments.len(), 6, "which one wins is for the caller to say");
}

#[test]
fn plain_values_are_literals() {
    for file in ["A=b", "A='b'", "A=\"b\"", "A=\"b\\n\"", "A=$b", "A=\\$b", "A=", "A=\"\""] {
        let parsed = parse(file.as_bytes());
        assert!(matches!(parsed.assignments[0].value, Template::Literal(_)), "{file}");
    }
}
