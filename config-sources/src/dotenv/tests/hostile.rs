//! Files made to hurt: each must be read in about linear time and bounded memory.

use std::time::{Duration, Instant};

use super::*;

/// The longest file that is read; an unoptimised build has less to do.
const SIZE: usize = if cfg!(debug_assertions) { 1024 * 1024 } else { 16 * 1024 * 1024 };

/// Far more than any of these takes, far less than anything quadratic would.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn read(file: &str) -> Parsed<'_> {
    let start = Instant::now();
    let parsed = parse(file.as_bytes());
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert!(parsed.errors.listed.len() <= 1_000);
    assert!(parsed.duplicates.listed.len() <= 1_000);
    parsed
}

fn repeated(piece: &str) -> String {
    piece.repeat(SIZE / piece.len())
}

/// How many values, errors and duplicates `file` has.
#[track_caller]
fn counts(file: &str) -> (usize, usize, usize) {
    let parsed = read(file);
    (parsed.assignments.len(), parsed.errors.len(), parsed.duplicates.len())
}

#[test]
fn one_long_line() {
    for (before, piece, after, values, errors) in [
        ("", "x", "", 0, 1),
        ("A=", "x", "", 1, 0),
        ("A='", "x", "'", 1, 0),
        ("A=\"", "x", "\"", 1, 0),
        ("A=\"", "\\n", "\"", 1, 0),
        ("A=\"", "\r\n", "\"", 1, 0),
        ("A=\"", "x", "", 0, 1),
        ("A=", " ", "", 1, 0),
        ("A=", "#", "", 1, 0),
        ("A=x", " x", "", 1, 0),
        ("A=", "\\", "", 1, 0),
        ("A=", "\\$", "", 1, 0),
        ("A=", "$", "", 1, 0),
        ("A-", "-", "=", 0, 1),
        ("A", " ", "=", 1, 0),
        ("#", "#", "", 0, 0),
        ("A=", "\u{fffd}", "\0", 0, 1),
    ] {
        let file = format!("{before}{}{after}", repeated(piece));
        assert_eq!(counts(&file), (values, errors, 0), "{before}{piece}..{after}");
    }
}

#[test]
fn braces_without_end() {
    for piece in ["${", "${A", "${A:-", "${A:-x", "${A:-{", "$${", "${A:-${B}"] {
        for (before, after) in [("A=", ""), ("A=\"", "\""), ("A=\"", "")] {
            let (_, errors, _) = counts(&format!("{before}{}{after}", repeated(piece)));
            let fine = piece == "$${" && (before, after) != ("A=\"", "");
            assert_eq!(errors == 0, fine, "{piece} after {before}");
        }
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("A={}x{}", "${B:-".repeat(depth), "}".repeat(depth));
    assert_eq!(outcome(nested(64).as_bytes()), "A=\"x\"");
    assert_eq!(outcome(nested(65).as_bytes()), "! 1:323 Depth");
    assert_eq!(outcome(nested(100_000).as_bytes()), "! 1:323 Depth");
}

#[test]
fn many_lines() {
    let lines = SIZE / 16;
    let mut distinct = String::new();
    for line in 0..lines {
        let _ = writeln!(distinct, "A{line}=${{B:-c}}");
    }
    assert_eq!(counts(&distinct), (lines, 0, 0));

    let lines = SIZE / 16;
    assert_eq!(counts(&"A=b\n".repeat(lines)), (lines, 0, lines - 1));
    assert_eq!(counts(&"A\n".repeat(lines)), (0, lines, 0));
    assert_eq!(counts(&"A: b\n".repeat(lines)), (0, lines, 0));
    assert_eq!(counts(&"A=\0\n".repeat(lines)), (0, lines, 0));
    assert_eq!(counts(&"\n".repeat(lines)), (0, 0, 0));
    assert_eq!(counts(&"A='b'c\n".repeat(lines)), (0, lines, 0));
    assert_eq!(counts(&"A=${\n".repeat(lines)), (0, lines, 0));
}

#[test]
fn many_errors_in_one_value() {
    let count = SIZE / 2;
    assert_eq!(counts(&format!("A=\"{}\"", "\\q".repeat(count))), (0, count, 0));
    let count = SIZE / 4;
    assert_eq!(counts(&format!("A={}", "${}ä".repeat(count))), (0, count, 0));
    assert_eq!(counts(&format!("A=\"{}\"", "\n\\q ".repeat(count))), (0, count, 0));
}

#[test]
fn quotes_that_do_not_pair() {
    for line in [
        "A=\"\n",
        "A='\n",
        "A=\"b\n",
        "A='b\n",
        "A=\"'\nB='\"\n",
        "A=\"\\\"\n",
        "A=\"b\nB='c\nC=\"d\n",
        "A=\"${B:-'\n",
        "A=\"\nx\nx'\nB='\n",
    ] {
        read(&repeated(line));
        // The first quote is never closed.
        read(&format!("A='\n{}", repeated(&line.replace('\'', "\""))));
        read(&format!("A=\"\n{}", repeated(&line.replace('"', "'"))));
    }
}

#[test]
fn a_value_of_many_variables() {
    let file = format!("A={}", repeated("${B}x"));
    let template = read(&file).assignments.pop().expect("a value").value;
    let mut budget = EXPANSION_BUDGET;
    let text = expand(&template, &|_| Some("bcd"), &mut budget).expect("within the budget");
    assert_eq!(text.len(), SIZE / 5 * 4);

    let template = read(&file).assignments.pop().expect("a value").value;
    let errors = expand(&template, &|_| None, &mut budget).expect_err("none is set");
    assert_eq!((errors.listed.len(), errors.len()), (1_000, SIZE / 5));
}

#[test]
fn doubling_is_bounded() {
    let mut file = String::from("A0=0123456789\n");
    for line in 1..64 {
        let _ = writeln!(file, "A{line}=${{A{0}}}${{A{0}}}", line - 1);
    }
    let (values, _, errors) = expand_all(file.as_bytes());
    assert!(values.iter().map(|(_, value)| value.len()).sum::<usize>() <= EXPANSION_BUDGET + 10);
    assert!(errors[0].to_string().ends_with("too long"), "{}", errors[0]);
}
