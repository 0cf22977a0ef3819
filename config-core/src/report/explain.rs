//! Where every value came from, and what it hides.

use std::path::{MAIN_SEPARATOR, Path};
use std::{fmt, iter};

use super::canvas::{Canvas, Tone};
use super::clean::clean;
use super::{Shown, Style, json, object, words};
use crate::origin::Origin;

/// Where every value came from: per key the winner, its origin and what it overrode. Holds no secret.
///
/// `Display` is a table.
#[derive(Clone)]
pub struct Explanation {
    profile: String,
    profile_from: String,
    /// The project root; in the table, paths below it are written without it.
    root: Option<String>,
    layers: Vec<String>,
    entries: Vec<ExplainEntry>,
    failed: Vec<String>,
}

/// One key of an [`Explanation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainEntry {
    key: String,
    value: Option<Shown>,
    fingerprint: Option<String>,
    origin: Option<Origin>,
    overridden: Vec<Overridden>,
}

/// A value that a higher layer hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    origin: Origin,
    note: Option<String>,
}

impl Explanation {
    /// An empty explanation of a profile, where it came from, and the layers that ran, lowest first.
    pub(crate) fn new(profile: impl Into<String>, profile_from: impl Into<String>, layers: Vec<String>) -> Self {
        Self {
            profile: profile.into(),
            profile_from: profile_from.into(),
            root: None,
            layers,
            entries: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// Says what the project root is.
    pub(crate) fn root(&mut self, root: &Path) {
        self.root = Some(root.display().to_string());
    }

    /// Says what could not be read.
    pub(crate) fn fail(&mut self, what: String) {
        self.failed.push(what);
    }

    /// What could not be read, and why: secret managers, and keys whose value a layer names and cannot give. The report of a
    /// load says more.
    pub fn failed(&self) -> impl Iterator<Item = &str> {
        self.failed.iter().map(String::as_str)
    }

    /// Takes the next key in schema order.
    pub(crate) fn push(&mut self, entry: ExplainEntry) {
        self.entries.push(entry);
    }

    /// The keys in schema order.
    #[must_use]
    pub fn entries(&self) -> &[ExplainEntry] {
        &self.entries
    }

    /// The entry of a dotted key: `stripe.timeout`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&ExplainEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The layers in the order that ran, lowest first.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(String::as_str)
    }

    /// The profile of the load.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// Where the profile came from.
    #[must_use]
    pub fn profile_from(&self) -> &str {
        &self.profile_from
    }

    /// One JSON object, in one line, with `"format": 1`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::object(|root| {
            root.maybe_number("format", Some(object::FORMAT));
            object::profile(root, &self.profile, &self.profile_from);
            root.texts("layers", self.layers());
            root.texts("failed", self.failed());
            root.objects("keys", &self.entries, |item, entry| {
                item.text("key", &entry.key);
                object::value(item, entry.value.as_ref());
                item.flag("blank", entry.is_blank());
                item.maybe_text("fingerprint", entry.fingerprint());
                item.maybe_object("origin", entry.origin.as_ref(), object::origin);
                item.objects("overrides", &entry.overridden, |item, overridden| {
                    item.maybe_text("note", overridden.note());
                    item.maybe_object("origin", Some(&overridden.origin), object::origin);
                });
            });
        })
    }

    /// The table, laid out for a terminal; on a narrow one a block per key. Without a line break at its end.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let mut canvas = Canvas::new(style);
        self.head(&mut canvas);
        let rows: Vec<Row> = self.entries.iter().map(|entry| entry.row(|text| self.short(text))).collect();
        if style.width < TABLE {
            blocks(&mut canvas, &rows);
        } else {
            table(&mut canvas, &rows);
        }
        canvas.finish()
    }

    /// A text with paths below the project root written from there.
    fn short(&self, text: &str) -> String {
        match &self.root {
            Some(root) => text.replace(&format!("{root}{MAIN_SEPARATOR}"), ""),
            None => text.to_owned(),
        }
    }

    fn head(&self, canvas: &mut Canvas) {
        const GUTTER: usize = 10;
        let profile = words::profile(&self.profile, &self.profile_from);
        let layers = clean(&self.short(&self.layers.join(" < ")), usize::MAX);
        let root = clean(self.root.as_deref().unwrap_or_default(), LONGEST);
        let lines = [("profile", profile), ("root", root), ("layers", layers)];
        let failed = self.failed.iter().map(|text| ("failed", clean(&self.short(text), LONGEST)));
        for (label, text) in lines.into_iter().chain(failed).filter(|(_, text)| !text.is_empty()) {
            canvas.flow(Tone::Faint, label, 0);
            canvas.move_to(GUTTER);
            canvas.flow(Tone::Plain, &text, GUTTER);
            canvas.end();
        }
    }
}

impl ExplainEntry {
    /// A key, the value that won (`None` where there is none), four hexadecimal digits that tell two generations of a
    /// secret apart, where the value came from (`None` where no layer names the key), and what it hides, next below it
    /// first, with a note on each.
    pub(crate) fn new(
        key: String,
        value: Option<Shown>,
        fingerprint: Option<String>,
        origin: Option<Origin>,
        overridden: Vec<(Origin, Option<String>)>,
    ) -> Self {
        let overridden = overridden.into_iter().map(|(origin, note)| Overridden { origin, note }).collect();
        Self { key, value, fingerprint, origin, overridden }
    }

    /// The dotted key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value, as it may be printed. `None` where the key has none: not set at all, or [set to
    /// nothing](Self::is_blank).
    #[must_use]
    pub const fn value(&self) -> Option<&Shown> {
        self.value.as_ref()
    }

    /// Whether a layer sets the key to nothing, which hides the layers below.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.value.is_none() && self.origin.is_some()
    }

    /// Four hexadecimal digits that tell two generations of a secret apart; they mean nothing in another process.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Where the value came from; `None` where no layer names the key.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// What the value hides, next below it first.
    #[must_use]
    pub fn overridden(&self) -> &[Overridden] {
        &self.overridden
    }

    fn row(&self, short: impl Fn(&str) -> String) -> Row {
        let value = match (&self.value, &self.fingerprint) {
            (Some(value), Some(fingerprint)) => format!("{value} #{fingerprint}"),
            (Some(value), None) => value.to_string(),
            (None, _) if self.is_blank() => "set to nothing".to_owned(),
            (None, _) => "not set".to_owned(),
        };
        let origin = short(&self.origin.as_ref().map(Origin::to_string).unwrap_or_default());
        let cells = [&self.key, &value, &origin].map(|cell| clean(cell, LONGEST));
        Row {
            cells,
            overrides: self.overridden.iter().map(|hidden| clean(&short(&hidden.to_string()), LONGEST)).collect(),
        }
    }
}

impl Overridden {
    /// Where the hidden value stands.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What is to be said of it: `set to nothing`.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

impl fmt::Display for Overridden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.note {
            Some(note) => write!(f, "{} ({note})", self.origin),
            None => write!(f, "{}", self.origin),
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::default()))
    }
}

impl fmt::Debug for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::default()))
    }
}

/// An entry as text.
struct Row {
    /// Key, value and origin.
    cells: [String; 3],
    overrides: Vec<String>,
}

/// No cell is longer.
const LONGEST: usize = 600;
/// A narrower terminal has no room for four columns.
const TABLE: usize = 80;

fn table(canvas: &mut Canvas, rows: &[Row]) {
    let titles = Row { cells: ["key", "value", "origin"].map(str::to_owned), overrides: vec!["overrides".to_owned()] };
    let columns = columns(rows, canvas.width());
    for (number, row) in iter::once(&titles).chain(rows).enumerate() {
        let tone = if number == 0 { Tone::Faint } else { Tone::Plain };
        canvas.end();
        for (cell, column) in
            row.cells.iter().chain(&row.overrides).zip(columns.into_iter().chain(iter::repeat(columns[3])))
        {
            if !cell.is_empty() {
                canvas.cell_at(column);
                canvas.flow(tone, cell, column);
            }
        }
    }
}

/// Where each column begins. A cell that takes more than its share of the line does not widen its column: it moves the
/// rest of its row to the next line, so that one long path does not squeeze every other row.
fn columns(rows: &[Row], width: usize) -> [usize; 4] {
    const HUNDREDTHS: [usize; 3] = [30, 26, 30];
    const GAP: usize = 2;
    let mut begin = [0; 4];
    for column in 0..3 {
        let share = width * HUNDREDTHS[column] / 100;
        let widths = rows.iter().map(|row| row.cells[column].chars().count());
        let widest = widths.filter(|width| *width <= share).fold("origin".len(), usize::max);
        begin[column + 1] = begin[column] + widest + GAP;
    }
    begin
}

fn blocks(canvas: &mut Canvas, rows: &[Row]) {
    const INDENT: usize = 4;
    for Row { cells: [key, value, origin], overrides } in rows {
        canvas.end();
        canvas.flow(Tone::Strong, key, 0);
        let origin = (!origin.is_empty()).then(|| format!("from {origin}"));
        let overrides = overrides.iter().map(|hidden| format!("over {hidden}"));
        for line in iter::once(value.clone()).chain(origin).chain(overrides) {
            canvas.end();
            canvas.move_to(INDENT);
            canvas.flow(Tone::Plain, &line, INDENT);
        }
    }
}

#[cfg(test)]
mod tests;
