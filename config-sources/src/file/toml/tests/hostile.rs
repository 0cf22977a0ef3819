//! Documents that mean harm.

use tactful_core::json::MAX_DEPTH;
use tactful_core::raw::{Node, Position, Raw};

use super::{CANARY, assert_silent, is_sound, parse, wrong};
use crate::file::syntax::MAX_ERRORS;

#[test]
fn bytes_that_are_no_text() {
    let errors = parse(b"a = 1\nb = \"kanarienvogel\xff\"").expect_err("not UTF-8");
    assert_eq!(errors[0].to_string(), "2:19: not UTF-8 from here on (save the file as UTF-8)");
    assert_eq!(errors.len(), 1);
}

#[test]
fn nesting_is_bounded() {
    let list = |levels: usize| format!("a = {}{}", "[".repeat(levels), "]".repeat(levels));
    let inline = |levels: usize| format!("a = {}{}", "{a=".repeat(levels), "}".repeat(levels));
    let path = |levels: usize| vec!["a"; levels].join(".");

    // The document is the first level.
    assert!(parse(list(MAX_DEPTH - 1).as_bytes()).is_ok());
    assert!(parse(format!("[{}]", path(MAX_DEPTH - 1)).as_bytes()).is_ok());
    assert!(parse(format!("[[{}]]", path(MAX_DEPTH - 2)).as_bytes()).is_ok());
    assert!(parse(format!("{} = 1", path(MAX_DEPTH)).as_bytes()).is_ok());
    assert!(parse(format!("[{}]\na = []", path(MAX_DEPTH - 2)).as_bytes()).is_ok());
    for document in [
        list(MAX_DEPTH),
        list(10_000),
        "a = ".to_owned() + &"[".repeat(10_000),
        inline(10_000),
        "a = ".to_owned() + &"{a=".repeat(10_000),
        "a = ".to_owned() + &"[{a=".repeat(10_000),
        format!("[{}]", path(MAX_DEPTH)),
        format!("[{}]", path(10_000)),
        format!("[[{}]]", path(MAX_DEPTH - 1)),
        format!("[[{}]]", path(10_000)),
        format!("{} = 1", path(MAX_DEPTH + 1)),
        format!("{} = 1", path(10_000)),
        format!("a = {{ {} = 1 }}", path(MAX_DEPTH)),
        format!("[{}]\na = [[]]", path(MAX_DEPTH - 2)),
    ] {
        let errors = parse(document.as_bytes()).expect_err("too deep");
        let deep = errors.iter().any(|error| error.message().contains("more than 128 tables or lists"));
        assert!(deep, "{errors:#?}");
        assert!(errors.len() <= MAX_ERRORS);
    }
    // A refused list does not hide what follows.
    wrong(&format!("{}\nb = kanarienvogel-7f3a", list(200)), &[("1:132", "more than 128"), ("2:5", "text stands")]);
}

#[test]
fn large_documents_take_linear_time() {
    let wide: String = (0..30_000).map(|number| format!("key{number} = {number}\n")).collect();
    let Ok(Node { value: Raw::Map(members), .. }) = parse(wide.as_bytes()) else { panic!("not read") };
    assert_eq!(members.len(), 30_000);
    assert_eq!(members[29_999].1.position, Some(Position::new(30_000, 1)));
    wrong(&format!("{wide}key77 = 1"), &[("30001:1", "`key77` in line 30001 is already given in line 78")]);

    let tables: String = (0..15_000).map(|number| format!("[t.t{number}]\n[[l]]\n")).collect();
    assert!(parse(tables.as_bytes()).is_ok());
    let line = format!("a = [{}]", "1,".repeat(150_000));
    assert!(parse(line.as_bytes()).is_ok());
    let dotted: String = (0..15_000).map(|number| format!("a.b.c{number} = 1\n")).collect();
    assert!(parse(dotted.as_bytes()).is_ok());
    let escapes = format!("a = \"{}\"", "\\n".repeat(300_000));
    assert!(parse(escapes.as_bytes()).is_ok());
    for hostile in ["=", "]", "[", "{", ".", ",", "a=", "\"", "a\n", "\r", "a=[}{", "a={]["] {
        let errors = parse(hostile.repeat(30_000).as_bytes()).expect_err("nonsense");
        assert!(errors.len() <= MAX_ERRORS);
    }
}

/// Every prefix, and every document with one byte changed, is read or refused, and nothing is shown.
#[test]
fn damaged_documents() {
    let document = format!(
        "a = \"{CANARY}\"\nb = [1, -2.5e3, true, 'x{CANARY}']\n[t.u]\nc = \"\"\"\n{CANARY}\\n\"\"\"\n\
         [[l]]\nd = {{ e = '{CANARY}', f.g = 07:32:00 }}\n"
    );
    for end in 0..document.len() {
        is_sound(&document[..end]);
        if let Err(errors) = parse(&document.as_bytes()[..end]) {
            assert_silent(&document[..end], &errors);
        }
        for byte in *b"\"\\{}[],'=\n\x01x#.\r\xff" {
            let mut bytes = document.clone().into_bytes();
            bytes[end] = byte;
            is_sound(&String::from_utf8_lossy(&bytes));
            if let Err(errors) = parse(&bytes) {
                assert_silent(&String::from_utf8_lossy(&bytes), &errors);
            }
        }
    }
}
