//! The table in Markdown, and the page that it is a part of.

use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/managers/COSTS.md");
const BEGIN: &str = "<!-- measured: cargo xtask bench managers writes what follows -->\n";
const END: &str = "<!-- end of what was measured -->\n";

/// Lines that are shown as they come, and kept.
#[derive(Default)]
pub(crate) struct Table {
    text: String,
}

impl Table {
    pub(crate) fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(crate) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// The line below the head: `l` for text, `r` for figures.
    pub(crate) fn rule(&mut self, columns: &str) {
        let rule = columns.chars().map(|column| if column == 'r' { "--:" } else { "---" });
        self.line(&format!("|{}|", rule.collect::<Vec<_>>().join("|")));
    }

    /// Puts it into the page, between the marks.
    pub(crate) fn write(&self) {
        let page = fs::read_to_string(PAGE).unwrap();
        let (before, rest) = page.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        fs::write(PAGE, format!("{before}{BEGIN}\n{}\n{END}{after}", self.text)).unwrap();
    }
}
