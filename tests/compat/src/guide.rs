//! What the guide says of the differences, and this package's README, is so.

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

#[test]
fn the_readme_has_the_counts() {
    let readme = cases::read("README.md");
    for (topic, _) in TOPICS {
        let listing = cases::read(&format!("differences/{topic}.txt"));
        let counts: Vec<&str> = listing.lines().next().unwrap().split("; ").collect();
        // Files are counted once for each of those who read them.
        let counts = if topic == "dotenv" { &counts[1..] } else { &counts[..1] };
        for count in counts {
            let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
            let numbers: Vec<&str> =
                count.split([' ', ',']).filter(|word| !word.is_empty()).filter(is_number).collect();
            let has = |line: &str| numbers.iter().all(|number| line.contains(&format!("| {number} ")));
            assert!(readme.lines().any(has), "README.md lacks a row with {numbers:?} of {topic}");
        }
    }
}
