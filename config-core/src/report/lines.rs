//! The report for log collectors: one line per fact, each of which stands by itself.

use std::iter;

use super::clean::clip;
use super::{Problem, Report, Severity, words};

/// A longer line is cut: what it lacks is in the JSON form. Some collectors split lines not much longer than this.
const LINE: usize = 2_000;

pub(super) fn render(report: &Report) -> Vec<String> {
    let problems = report.problems().iter().chain(report.warnings()).map(|problem| line(report, problem));
    let notes = [("read", words::notes(&report.read)), ("not read", words::notes(&report.not_read))];
    let notes = notes.into_iter().filter_map(|(label, notes)| Some(format!("{label} {}", notes?)));
    let prefix = words::prefix(&report.header);
    let lines = iter::once(header(report)).chain(problems).chain(notes);
    let lines = lines.map(|line| clip(&format!("{prefix}{line}"), LINE).into_owned());
    lines.chain([words::closing(report)]).collect()
}

fn header(report: &Report) -> String {
    let verdict = if report.is_ok() { "" } else { "cannot start: " };
    let mut out = format!(
        "{verdict}{}; profile {}",
        words::subject(report),
        words::profile(report.profile(), report.profile_from())
    );
    if let Some(root) = words::project_root(&report.header) {
        out.push_str("; root ");
        out.push_str(&root);
    }
    out
}

fn line(report: &Report, problem: &Problem) -> String {
    let mut out = match problem.severity {
        Severity::Problem => String::new(),
        Severity::Warning | Severity::LetThrough => "warning: ".to_owned(),
    };
    out.push_str(&words::sentence(problem));
    let (places, more) = words::tried(problem);
    for (number, (place, found)) in places.iter().enumerate() {
        out.push_str(if number == 0 { "; tried: " } else { ", " });
        out.extend([place, " (", found, ")"]);
    }
    if let Some(leaves) = words::leaves(problem) {
        out.extend(["; leaves ", &leaves]);
    }
    for end in more.into_iter().chain(words::remarks(problem, &report.header)) {
        out.push_str("; ");
        out.push_str(&end);
    }
    out
}
