//! The table "Coming from .." of the guide says what the rules say.

use crate::cases;
use crate::rules::{Row, Rule};

/// The names of the rule files, and what is compared.
const TOPICS: [(&str, &str); 3] =
    [("urls", "django-environ"), ("casts", "django-environ"), ("dotenv", "python-dotenv")];

fn line(whose: &str, row: &Row) -> String {
    let whose = row.whose.as_deref().unwrap_or(whose);
    format!("| {} | {whose} | {} | {} |", row.input, row.theirs, row.ours)
}

#[test]
fn the_guide_tells_of_the_differences() {
    let guide = cases::read("../../docs/guide.md");
    let rows = TOPICS.iter().flat_map(|(topic, whose)| {
        let rules = Rule::all_of(topic).into_iter().filter_map(|rule| rule.guide);
        rules.map(|row| line(whose, &row)).collect::<Vec<_>>()
    });
    let missing: Vec<String> = rows.filter(|row| !guide.lines().any(|line| line == *row)).collect();
    assert!(missing.is_empty(), "docs/guide.md lacks, under \"Coming from\":\n{}", missing.join("\n"));
}
