//! Expands a template into the source of one program.
//!
//! A template is the Rust source of the program for one group. Lines that are directives:
//!
//! | line | means |
//! |---|---|
//! | `//@each` .. `//@end` | once for each group, `NN` replaced by its number in two digits |
//! | `//@a` .. `//@end`, `//@b` .. `//@end` | in the program of that scenario alone |
//! | `//@digest PATH` | the function that sums up the settings; `PATH` leads to the fields of a group |
//!
//! `PortType` is the type of the field `port`: `u16`, but `u32` in the first group of an edited program,
//! which is how the cost of a one-field edit is measured.

use std::fmt::Write as _;

use crate::{Result, Scenario};

/// What one expansion depends on.
#[derive(Clone, Copy, Debug)]
pub struct Variables<'a> {
    pub groups: usize,
    pub scenario: Scenario,
    pub edited: bool,
    /// Words of this loader's own, and what they become.
    pub replace: &'a [(&'a str, &'a str)],
}

/// Expands a whole template.
pub fn expand(template: &str, variables: Variables<'_>) -> Result<String> {
    let lines: Vec<&str> = template.lines().collect();
    let mut out = String::with_capacity(template.len() * variables.groups / 2 + template.len());
    block(&lines, variables, None, &mut out)?;
    for (word, becomes) in variables.replace {
        out = out.replace(word, becomes);
    }
    Ok(out)
}

fn block(lines: &[&str], variables: Variables<'_>, group: Option<usize>, out: &mut String) -> Result<()> {
    let mut rest = lines;
    while let [line, after @ ..] = rest {
        rest = after;
        let Some(directive) = line.trim_start().strip_prefix("//@") else {
            line_of(line, variables, group, out);
            continue;
        };
        if let Some(path) = directive.strip_prefix("digest ") {
            digest(path, variables, out);
            continue;
        }
        let (inner, after) = until_end(rest)?;
        rest = after;
        match directive {
            "each" => {
                for group in 0..variables.groups {
                    block(inner, variables, Some(group), out)?;
                }
            }
            "a" | "b" if directive != variables.scenario.letter() => {}
            "a" | "b" => block(inner, variables, group, out)?,
            _ => return Err(format!("unknown directive in a template: {line}")),
        }
    }
    Ok(())
}

/// Splits at the `//@end` that belongs to a directive just read.
fn until_end<'a, 'b>(lines: &'a [&'b str]) -> Result<(&'a [&'b str], &'a [&'b str])> {
    let mut depth = 1;
    for (at, line) in lines.iter().enumerate() {
        match line.trim_start().strip_prefix("//@") {
            Some("end") => depth -= 1,
            Some(directive) if !directive.starts_with("digest ") => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return Ok((&lines[..at], &lines[at + 1..]));
        }
    }
    Err("a directive of a template has no //@end".to_owned())
}

fn line_of(line: &str, variables: Variables<'_>, group: Option<usize>, out: &mut String) {
    let port = if variables.edited && group == Some(0) { "u32" } else { "u16" };
    let mut line = line.replace("PortType", port);
    if let Some(group) = group {
        line = line.replace("NN", &format!("{group:02}"));
    }
    out.push_str(&line);
    out.push('\n');
}

fn digest(path: &str, variables: Variables<'_>, out: &mut String) {
    out.push_str("fn digest(s: &AppSettings) -> u64 {\n    let mut digest = harness::Digest::new();\n");
    for group in 0..variables.groups {
        let g = path.trim().replace("NN", &format!("{group:02}"));
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "    digest.group(&harness::Group {{ name: &{g}name, region: &{g}region, port: u32::from({g}port), \
             enabled: {g}enabled, hosts: &{g}hosts, timeout: {g}timeout.as_nanos(), note: {g}note.as_deref(), \
             limit: {g}limit, pin: *{g}pin.expose_secret(), token: {g}token.expose_secret() }});"
        );
    }
    out.push_str("    digest.value()\n}\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, expected: &str) {
        let variables = Variables { groups: 2, scenario: Scenario::A, edited: true, replace: &[("WORD", "word")] };
        assert_eq!(expand(template, variables).as_deref(), Ok(expected));
    }

    #[test]
    fn expands() {
        check("x\n", "x\n");
        check("//@each\ngNN: WORD,\n//@end\n", "g00: word,\ng01: word,\n");
        check("//@a\na\n//@end\n//@b\nb\n//@end\n", "a\n");
        check("//@each\n//@b\nb\n//@end\nNN\n//@end\n", "00\n01\n");
        check("//@each\nPortType\n//@end\n", "u32\nu16\n");
    }

    #[test]
    fn refuses_a_block_without_end() {
        let variables = Variables { groups: 1, scenario: Scenario::B, edited: false, replace: &[] };
        assert!(expand("//@each\nx\n", variables).is_err());
        assert!(expand("//@what\n//@end\n", variables).is_err());
    }
}
