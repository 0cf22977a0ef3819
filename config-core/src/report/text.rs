//! The report as an operator reads it on a terminal.

use super::canvas::{Canvas, Tone};
use super::{Code, Problem, Report, Style, words};

/// With more problems of one code than this, the rest are named in one list: a wrong prefix makes every key missing.
const OF_ONE_CODE: usize = 20;
/// The same for all codes together.
const IN_ALL: usize = 60;
/// Names in that list.
const FOLDED: usize = 100;
/// Width of `tried`, `value` and `fix` with the space after them.
const PART: usize = 11;

pub(super) fn render(report: &Report, style: Style) -> String {
    let mut form = Form { canvas: Canvas::new(style), gutter: gutter(report), report };
    form.header();
    form.blocks(&report.problems, Tone::Problem);
    form.notes();
    if !report.warnings.is_empty() {
        if !report.is_ok() {
            form.paragraph();
            form.canvas.flow(Tone::Warning, &words::warnings(report), 0);
            form.canvas.end();
        }
        form.blocks(&report.warnings, Tone::Warning);
    }
    form.paragraph();
    // Never wrapped: log collectors and `grep` want it in one piece.
    form.canvas.raw(&words::closing(report));
    form.canvas.finish()
}

/// The column at which what follows a label begins: that of the longest code, so that all blocks stand in one line. A
/// label with a detail (`source.unavailable`) runs over it rather than push every block to the right.
fn gutter(report: &Report) -> usize {
    let codes = report.problems.iter().chain(&report.warnings).map(|problem| problem.code.as_str().len());
    codes.fold("not read".len(), usize::max) + 2
}

struct Form<'a> {
    canvas: Canvas,
    gutter: usize,
    report: &'a Report,
}

impl Form<'_> {
    fn header(&mut self) {
        let tone = if self.report.is_ok() { Tone::Strong } else { Tone::Problem };
        self.canvas.flow(tone, &words::heading(self.report), 0);
        self.canvas.end();
        self.labelled("profile", &words::profile(self.report.profile(), self.report.profile_from()));
        if let Some(root) = words::project_root(&self.report.header) {
            self.labelled("root", &root);
        }
    }

    fn notes(&mut self) {
        let (read, not_read) = (words::notes(&self.report.read), words::notes(&self.report.not_read));
        if read.is_none() && not_read.is_none() {
            return;
        }
        self.paragraph();
        for (label, notes) in [("read", read), ("not read", not_read)] {
            if let Some(notes) = notes {
                self.labelled(label, &notes);
            }
        }
    }

    /// A block for each problem; past the limits a list of the names that have none.
    fn blocks(&mut self, problems: &[Problem], tone: Tone) {
        let mut shown: Vec<(Code, usize)> = Vec::new();
        let mut folded: Vec<(Code, Vec<&Problem>)> = Vec::new();
        let mut blocks = 0;
        for problem in problems {
            let of_this_code = entry(&mut shown, problem.code);
            if *of_this_code < OF_ONE_CODE && blocks < IN_ALL {
                *of_this_code += 1;
                blocks += 1;
                self.block(problem, tone);
            } else {
                entry(&mut folded, problem.code).push(problem);
            }
        }
        for (code, problems) in folded {
            self.paragraph();
            self.label(tone, code.as_str());
            let names = problems.iter().take(FOLDED).map(|problem| words::name(problem));
            let more = problems.len().checked_sub(FOLDED + 1).map(|more| format!("and {} more", more + 1));
            let names: Vec<String> = names.chain(more).collect();
            let list = format!("{} more: {}", problems.len(), names.join(", "));
            self.canvas.flow(Tone::Plain, &list, self.gutter);
            self.canvas.end();
        }
    }

    fn block(&mut self, problem: &Problem, tone: Tone) {
        self.paragraph();
        self.label(tone, &words::label(problem));
        let (name, from) = words::place(problem);
        self.canvas.flow(Tone::Strong, &name, self.gutter);
        if let Some(from) = from {
            self.canvas.flow(Tone::Plain, &format!(", from {from}"), self.gutter);
        }
        self.canvas.end();
        let value = words::value(problem);
        let message = if value.is_none() { words::message(problem) } else { None };
        for line in [words::about(problem), message].into_iter().flatten() {
            self.plain(&line);
        }
        if let Some(value) = value {
            self.part("value", &value);
        }
        self.tried(problem);
        if let Some(leaves) = words::leaves(problem) {
            self.part("leaves", &leaves);
        }
        if let Some(fix) = words::fix(problem) {
            self.part("fix", &fix);
        }
        for remark in words::remarks(problem, &self.report.header) {
            self.plain(&remark);
        }
    }

    /// Two columns, or on a narrow line one.
    fn tried(&mut self, problem: &Problem) {
        const LEAST: usize = 20;
        let (places, more) = words::tried(problem);
        let start = self.gutter + PART;
        let widest = places.iter().map(|(place, _)| place.chars().count()).max().unwrap_or_default();
        let found_at = start + widest + 3;
        for (number, (place, found)) in places.iter().enumerate() {
            self.part_label(if number == 0 { "tried" } else { "" });
            if found_at + LEAST <= self.canvas.width() {
                self.canvas.flow(Tone::Plain, place, start);
                self.canvas.move_to(found_at);
                self.canvas.flow(Tone::Plain, found, found_at);
            } else {
                self.canvas.flow(Tone::Plain, &format!("{place}: {found}"), start + 2);
            }
            self.canvas.end();
        }
        if let Some(more) = more {
            self.part("", &more);
        }
    }

    /// An empty line, before every paragraph but the first.
    fn paragraph(&mut self) {
        self.canvas.end();
    }

    fn label(&mut self, tone: Tone, label: &str) {
        self.canvas.flow(tone, label, 0);
        self.canvas.move_to(self.gutter);
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.label(Tone::Faint, label);
        self.canvas.flow(Tone::Plain, text, self.gutter);
        self.canvas.end();
    }

    fn plain(&mut self, text: &str) {
        self.canvas.move_to(self.gutter);
        self.canvas.flow(Tone::Plain, text, self.gutter);
        self.canvas.end();
    }

    fn part_label(&mut self, label: &str) {
        self.canvas.move_to(self.gutter);
        self.canvas.flow(Tone::Faint, label, self.gutter);
        self.canvas.move_to(self.gutter + PART);
    }

    fn part(&mut self, label: &str, text: &str) {
        self.part_label(label);
        self.canvas.flow(Tone::Plain, text, self.gutter + PART);
        self.canvas.end();
    }
}

/// What belongs to a code, in order of first appearance; there are too few codes for a map.
fn entry<T: Default>(entries: &mut Vec<(Code, T)>, code: Code) -> &mut T {
    let place = entries.iter().position(|(of, _)| *of == code).unwrap_or_else(|| {
        entries.push((code, T::default()));
        entries.len() - 1
    });
    &mut entries[place].1
}
