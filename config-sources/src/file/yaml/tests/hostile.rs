//! Documents that mean harm.

use std::fmt::Write as _;

use tactful_core::json::MAX_DEPTH;
use tactful_core::raw::{Node, Position, Raw};

use super::super::parse;
use super::{CANARY, assert_silent, wrong};

#[test]
fn nesting_is_bounded() {
    let list = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
    let block = |levels: usize| (0..levels).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>();
    assert!(parse(list(MAX_DEPTH - 1).as_bytes()).is_ok());
    assert!(parse(block(MAX_DEPTH).as_bytes()).is_ok());
    assert!(parse(format!("a:\n  {}", "- ".repeat(MAX_DEPTH - 1)).as_bytes()).is_ok());
    for (document, place) in [
        (list(MAX_DEPTH), "1:131"),
        (list(10_000), "1:131"),
        ("a: ".to_owned() + &"[".repeat(10_000), "1:131"),
        ("a: ".to_owned() + &"{a: ".repeat(10_000), "1:512"),
        (block(MAX_DEPTH + 1), "129:131"),
        (block(2_000), "129:131"),
        ("- ".repeat(10_000), "1:257"),
        (format!("a:\n  {}", "- ".repeat(MAX_DEPTH)), "2:257"),
    ] {
        wrong(&document, &[(place, "more than 128 tables or lists")]);
    }
    // An alias adds to the depth of the place it stands in.
    let halves = |outer: usize| {
        format!("a: &x {}{}\nb: {}*x{}", "[".repeat(64), "]".repeat(64), "[".repeat(outer), "]".repeat(outer))
    };
    assert!(parse(halves(63).as_bytes()).is_ok());
    wrong(&halves(64), &[("2:68", "aliases nest more than 128")]);
}

#[test]
fn aliases_are_bounded() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..20 {
        let below = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{below}]").expect("a string takes it");
    }
    let errors = parse(bomb.as_bytes()).expect_err("a bomb");
    assert!(errors[0].message().contains("aliases add more than 100000 values"), "{errors:?}");

    let text = "x".repeat(1024 * 1024);
    let document = format!("a: &x {text}\nb: [{}]", vec!["*x"; 20].join(", "));
    let errors = parse(document.as_bytes()).expect_err("a bomb");
    assert!(errors[0].message().contains("16 MiB"));
    let few = format!("a: &x {text}\nb: [{}]", vec!["*x"; 14].join(", "));
    assert!(parse(few.as_bytes()).is_ok());
    // Copies for anchors count too, wherever they nest.
    let nested = format!("a: {}{}", "&x [1, 2, 3, ".repeat(100), "]".repeat(100));
    assert!(parse(nested.as_bytes()).is_ok());
    let nested = format!("a: {}{}{}", "&x [".repeat(100), "1,".repeat(2_000), "]".repeat(100));
    assert!(parse(nested.as_bytes()).is_err());
}

#[test]
fn large_documents_take_linear_time() {
    let wide: String = (0..15_000).map(|number| format!("key{number}: {number}\n")).collect();
    let Ok(Node { value: Raw::Map(members), .. }) = parse(wide.as_bytes()) else { panic!("not read") };
    assert_eq!(members.len(), 15_000);
    assert_eq!(members[14_999].1.position, Some(Position::new(15_000, 1)));
    wrong(&format!("{wide}key77: 1"), &[("15001:1", "`key77` in line 15001 is already given in line 78")]);

    let blank = "\n".repeat(50_000);
    for document in [
        format!("a: [{}]", "1,".repeat(100_000)),
        format!("a: {{{}}}", (0..15_000).map(|number| format!("k{number}: x,")).collect::<String>()),
        format!("a:\n{}", "- b\n".repeat(100_000)),
        format!("a: \"{}\"", "\\n".repeat(150_000)),
        format!("a: \"{}\"", "x\n  ".repeat(50_000)),
        format!("a: x{}", "\n  y".repeat(50_000)),
        format!("a: |\n{}", "  x\n".repeat(50_000)),
        format!("a: >\n{}", "  x\n\n".repeat(50_000)),
        format!("a: x{blank}b: y{blank}c: |{blank}d: 'z'{blank}# end"),
        format!("a: {}x", " ".repeat(1_000_000)),
        format!("a: 1\n{}", "# c\n".repeat(50_000)),
    ] {
        assert!(parse(document.as_bytes()).is_ok(), "{}", &document[..20]);
    }
    for hostile in
        ["-", "- ", "?", ":", ": ", "a: ", "a:\n", "[", "{", "'", "\"", "|", ">", "&a ", "*a ", "!a ", "a\n", "\n "]
    {
        let _ = parse(hostile.repeat(15_000).as_bytes());
        let _ = parse(format!("a: {}", hostile.repeat(15_000)).as_bytes());
    }
}

/// Every prefix, and every document with one byte changed, is read or refused, and nothing is shown.
#[test]
fn damaged_documents() {
    let document = format!(
        "a: \"{CANARY}\\n\"\nb: [1, -2.5e3, '{CANARY}', {CANARY}]\nc: &x\n  d: |\n    {CANARY}\n    x\n  e: >-\n\
         \x20   {CANARY}\n  f: {{g: {CANARY}, h: \"{CANARY}\"}}\ni:\n  - {CANARY}\n    {CANARY}\n  - *x\n"
    );
    assert!(parse(document.as_bytes()).is_ok());
    for end in 0..document.len() {
        if let Err(errors) = parse(&document.as_bytes()[..end]) {
            assert_silent(&document[..end], &errors);
        }
        for byte in *b"\"\\{}[],': \n\x01x#.-|>&*!\xff" {
            let mut bytes = document.clone().into_bytes();
            bytes[end] = byte;
            if let Err(errors) = parse(&bytes) {
                assert_silent(&String::from_utf8_lossy(&bytes), &errors);
            }
        }
    }
}
