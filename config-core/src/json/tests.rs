//! Tests of the JSON reader.
#![allow(
    clippy::expect_used,
    clippy::format_collect,
    reason = "a test fails by panicking, and its documents are short"
)]

use super::*;

/// What no error may hold a part of.
const CANARY: &str = "kanarienvogel-7f3a";

/// A tree in one line: `{key@line:column=value}`, numbers as `n5`.
fn dump(node: &Node) -> String {
    match &node.value {
        Raw::Null => "null".to_owned(),
        Raw::Bool(value) => value.to_string(),
        Raw::Number(number) => format!("n{}", number.expose()),
        Raw::Text(text) => format!("{:?}", text.expose()),
        Raw::List(items) => {
            let items: Vec<_> = items.iter().map(|item| format!("{}{}", place(item), dump(item))).collect();
            format!("[{}]", items.join(" "))
        }
        Raw::Map(members) => {
            let members: Vec<_> =
                members.iter().map(|(key, node)| format!("{key}{}={}", place(node), dump(node))).collect();
            format!("{{{}}}", members.join(" "))
        }
        other => other.kind().to_owned(),
    }
}

fn place(node: &Node) -> String {
    node.position.map_or_else(|| "@?".to_owned(), |at| format!("@{}:{}", at.line(), at.column()))
}

#[track_caller]
fn check(document: &str, expected: &str) {
    match parse(document) {
        Ok(node) => assert_eq!(dump(&node), expected, "of {document:?}"),
        Err(error) => panic!("{document:?}: {error}"),
    }
}

/// The document is refused at `place`, with a message that holds `words`.
#[track_caller]
fn refuse(document: &str, place: &str, words: &str) {
    let error = parse(document).expect_err(document);
    let shown = error.to_string();
    assert!(shown.starts_with(&format!("{place}: ")), "{document:?} at {place}: {shown}");
    assert!(shown.contains(words), "{document:?} should say {words:?}: {shown}");
    for text in [shown, format!("{error:?}")] {
        assert!(!text.contains("kanarien") && !text.contains("7f3a"), "{document:?} leaks: {text}");
    }
}

#[test]
fn values() {
    for (document, expected) in [
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        (" \t\r\n null \n", "null"),
        ("0", "n0"),
        ("-0", "n-0"),
        ("5432", "n5432"),
        ("-17", "n-17"),
        ("1.50", "n1.50"),
        ("0.1", "n0.1"),
        ("1e3", "n1e3"),
        ("1E+3", "n1E+3"),
        ("-1.5e-10", "n-1.5e-10"),
        ("0e0", "n0e0"),
        ("123456789012345678901234567890", "n123456789012345678901234567890"),
        ("1.000000000000000000000000001", "n1.000000000000000000000000001"),
        ("1e999", "n1e999"),
        (r#""""#, r#""""#),
        (r#""a b""#, r#""a b""#),
        (r#""äöü€😀""#, r#""äöü€😀""#),
        ("\"\u{7f}\u{2028}\"", r#""\u{7f}\u{2028}""#),
        (r#""0123""#, r#""0123""#),
        (r#""\"\\\/\b\f\n\r\t""#, r#""\"\\/\u{8}\u{c}\n\r\t""#),
        (r#""\u0041\u00e4\u20AC""#, r#""Aä€""#),
        (r#""\ud83d\ude00""#, r#""😀""#),
        (r#""\uD83D\uDE00!""#, r#""😀!""#),
        (r#""\u0000""#, r#""\0""#),
        (r#""\\u0041""#, r#""\\u0041""#),
        (r#""x\\""#, r#""x\\""#),
        ("[]", "[]"),
        ("[ ]", "[]"),
        ("[1]", "[@1:2n1]"),
        ("[1,2 , 3]", "[@1:2n1 @1:4n2 @1:8n3]"),
        ("[[],[[]]]", "[@1:2[] @1:5[@1:6[]]]"),
        (r#"["ä", "b"]"#, r#"[@1:2"ä" @1:7"b"]"#),
        ("{}", "{}"),
        ("{ \n }", "{}"),
        (r#"{"a": 1}"#, "{a@1:2=n1}"),
        (r#"{"a":{"b":{"c":null}}}"#, "{a@1:2={b@1:7={c@1:12=null}}}"),
        ("{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}", "{a@2:3=n1 b@3:3=[@4:5n2]}"),
        ("{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}", "{a@2:3=n1 b@3:3=n2}"),
        (r#"{"ää": "ö", "b": 1}"#, r#"{ää@1:2="ö" b@1:13=n1}"#),
        (r#"{"\u0061": 1, "b\"c": 2}"#, r#"{a@1:2=n1 b"c@1:15=n2}"#),
        (r#"{"": 1}"#, "{@1:2=n1}"),
        (r#"{"a.b": 1, "a": {"b": 2}}"#, "{a.b@1:2=n1 a@1:12={b@1:18=n2}}"),
        (r#"{"a": 1, "A": 2}"#, "{a@1:2=n1 A@1:10=n2}"),
        ("\u{feff}{\"a\": 1}", "{a@1:2=n1}"),
        (r#"{"a":true,"b":false,"c":null}"#, "{a@1:2=true b@1:11=false c@1:21=null}"),
    ] {
        check(document, expected);
    }
}

#[test]
fn wrong_structure() {
    for (document, place, words) in [
        ("", "1:1", "the document is empty"),
        ("  \n ", "2:2", "the document is empty"),
        ("\u{feff}", "1:1", "the document is empty"),
        (r#"{"a": 1,}"#, "1:8", "remove it"),
        ("[1,2,]", "1:5", "remove it"),
        ("[1,\n]", "1:3", "a comma after the last member"),
        ("[,1]", "1:2", "a value should stand here"),
        ("[1,,2]", "1:4", "a value should stand here"),
        (r#"{"kanarienvogel-7f3a": 1 "b": 2}"#, "1:26", "a comma or a closing brace"),
        (r#"["kanarienvogel-7f3a" "b"]"#, "1:23", "a comma or a closing bracket"),
        (r#"{"a" "kanarienvogel-7f3a"}"#, "1:6", "a colon"),
        (r#"{"a": }"#, "1:7", "a value should stand here"),
        (r#"{"a"}"#, "1:5", "a colon"),
        (r#"{"a":"#, "1:6", "ends too early"),
        (r#"{"a""#, "1:5", "a colon"),
        (r#"{"a": "kanarienvogel-7f3a""#, "1:1", "this table is never closed"),
        (r#"{"a": 1,"#, "1:1", "this table is never closed"),
        ("{\n", "1:1", "this table is never closed"),
        ("[[1], [2", "1:7", "this list is never closed"),
        ("[1,", "1:4", "ends too early"),
        ("[1}", "1:3", "a comma or a closing bracket"),
        (r#"{"a": 1]"#, "1:8", "a comma or a closing brace"),
        ("}", "1:1", "a value should stand here"),
        ("{} {}", "1:4", "should end here"),
        ("1 2", "1:3", "should end here"),
        ("{}\u{0}", "1:3", "should end here"),
        (r#""kanarienvogel-7f3a" kanarienvogel-7f3a"#, "1:22", "should end here"),
        (r#"{"a": 1 /* kanarienvogel-7f3a */}"#, "1:9", "JSON has no comments"),
        ("// kanarienvogel-7f3a\n{}", "1:1", "JSON has no comments"),
        ("# kanarienvogel-7f3a\n{}", "1:1", "JSON has no comments"),
        (r#"{a: "kanarienvogel-7f3a"}"#, "1:2", "a key in double quotes"),
        ("{'a': 'kanarienvogel-7f3a'}", "1:2", "double quotes alone"),
        (r#"{"a": 'kanarienvogel-7f3a'}"#, "1:7", "double quotes alone"),
        (r#"{"a": kanarienvogel-7f3a}"#, "1:7", "text stands in double quotes"),
        (r#"{1: "kanarienvogel-7f3a"}"#, "1:2", "a key in double quotes"),
        ("{\"a\":\u{a0}1}", "1:6", "invisible"),
        ("{\u{201c}a\u{201d}: 1}", "1:2", "word processor"),
        ("True", "1:1", "lower case"),
        ("nul", "1:1", "a value should stand here"),
        ("nulll", "1:1", "a value should stand here"),
        ("true1", "1:1", "a value should stand here"),
        ("NaN", "1:1", "a value should stand here"),
        ("Infinity", "1:1", "a value should stand here"),
        (r#"{"a": 1, "b": 2, "a": "kanarienvogel-7f3a"}"#, "1:18", "`a` in line 1 is already given in line 1"),
        ("{\"a\": 1,\n\n\"\\u0061\": 2}", "3:1", "`a` in line 3 is already given in line 1"),
        ("{\"a\": {\"b\": 1,\n\"b\": 2}}", "2:1", "`b` in line 2 is already given in line 1"),
        ("{\"a\\n\\u001b[31m\": 1, \"a\\n\\u001b[31m\": 2}", "1:22", r"`a\n\u{1b}[31m`"),
    ] {
        refuse(document, place, words);
    }
}

#[test]
fn wrong_numbers() {
    for (document, place, words) in [
        ("01", "1:1", "does not begin with 0"),
        ("-01", "1:2", "does not begin with 0"),
        ("00", "1:1", "does not begin with 0"),
        ("+1", "1:1", "a number begins with a digit or a minus"),
        (".5", "1:1", "a number begins with a digit or a minus"),
        ("1.", "1:3", "a digit should follow the point"),
        ("1.e3", "1:3", "a digit should follow the point"),
        ("1e", "1:3", "a digit should follow the exponent"),
        ("1e+", "1:4", "a digit should follow the exponent"),
        ("-", "1:2", "a digit should follow the minus"),
        ("--1", "1:2", "a digit should follow the minus"),
        ("-Infinity", "1:2", "a digit should follow the minus"),
        ("0x1F", "1:2", "should end here"),
        ("1_000", "1:2", "should end here"),
        ("[1 2]", "1:4", "a comma or a closing bracket"),
        ("1.2.3", "1:4", "should end here"),
        ("\u{661}", "1:1", "a value should stand here"),
    ] {
        refuse(document, place, words);
    }
}

#[test]
fn wrong_text() {
    for (document, place, words) in [
        (r#""kanarienvogel-7f3a"#, "1:1", "this text is never closed"),
        (r#"{"a": "kanarienvogel-7f3a}"#, "1:7", "this text is never closed"),
        (r#"{"kanarienvogel-7f3a"#, "1:2", "this text is never closed"),
        (r#""\"#, "1:1", "this text is never closed"),
        (r#""kanarienvogel-7f3a\""#, "1:1", "this text is never closed"),
        ("\"kanarienvogel-7f3a\nb\"", "1:20", "a line break in text is written"),
        ("\"a\r\nb\"", "1:3", "a line break in text is written"),
        ("\"a\tkanarienvogel-7f3a\"", "1:3", "a control character"),
        ("\"a\u{0}kanarienvogel-7f3a\"", "1:3", "a control character"),
        ("\"a\u{1f}\"", "1:3", "a control character"),
        (r#""ä\x41 kanarienvogel-7f3a""#, "1:3", "an unknown escape"),
        (r#""\'""#, "1:2", "an unknown escape"),
        (r#""\ä""#, "1:2", "an unknown escape"),
        ("\"\\\n\"", "1:2", "an unknown escape"),
        (r#""\u12""#, "1:2", "four hex digits"),
        (r#""\u12g4""#, "1:2", "four hex digits"),
        (r#""\u+123""#, "1:2", "four hex digits"),
        (r#""\uäöüß""#, "1:2", "four hex digits"),
        (r#""kanarienvogel-7f3a\ud83d""#, "1:20", "one half of a character"),
        (r#""\ud83dx\ude00""#, "1:2", "one half of a character"),
        (r#""\ud83d\ud83d""#, "1:2", "one half of a character"),
        (r#""\ude00\ud83d""#, "1:2", "one half of a character"),
        (r#""\ud83d\n""#, "1:2", "one half of a character"),
        (r#"{"\ud800": 1}"#, "1:3", "one half of a character"),
        ("{\n  \"a\": \"\\q\"}", "2:9", "an unknown escape"),
    ] {
        refuse(document, place, words);
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    refuse(&nested(MAX_DEPTH + 1), "1:129", "more than 128");
    refuse(&"[".repeat(10_000), "1:129", "more than 128");
    refuse(&"{\"a\":".repeat(10_000), "1:641", "more than 128");
    // Neighbours do not add up.
    assert!(parse(&format!("[{}1]", "[[]],".repeat(1_000))).is_ok());
}

#[test]
fn wide_tables_find_their_duplicates() {
    for width in [1, 15, 16, 17, 18, 40, 1_000] {
        let members: Vec<_> = (0..width).map(|number| format!("\"k{number}\": {number}")).collect();
        let table = members.join(",\n");
        let node = parse(&format!("{{{table}}}")).expect("distinct keys");
        let Raw::Map(read) = node.value else { panic!("not a table") };
        assert_eq!(read.len(), width);
        for again in [0, width / 2, width - 1] {
            let words = format!("`k{again}` in line {} is already given in line {}", width + 1, again + 1);
            refuse(&format!("{{{table},\n\"k{again}\": null}}"), &format!("{}:1", width + 1), &words);
        }
    }
}

#[test]
fn large_documents_take_linear_time() {
    let long_line = format!("[{}1]", "1,".repeat(300_000));
    let Raw::List(items) = parse(&long_line).expect("a long list").value else { panic!("not a list") };
    assert_eq!(items.len(), 300_001);
    assert_eq!(items[300_000].position, Some(Position::new(1, 600_002)));

    let members: String = (0..50_000).map(|number| format!("\"key{number}\":{number},")).collect();
    assert!(parse(&format!("{{{members}\"last\":0}}")).is_ok());

    let escapes = format!("\"{}\"", "\\n".repeat(500_000));
    assert!(parse(&escapes).is_ok());
}

#[test]
fn long_keys_are_cut_in_messages() {
    let key = "ä".repeat(100_000);
    let error = parse(&format!("{{\"{key}\":1,\"{key}\":2}}")).expect_err("twice");
    assert!(error.message().len() < 200);
    assert!(error.message().contains(".."));
}

/// Every prefix, and every document with one byte changed, is read or refused, and nothing is shown.
#[test]
fn damaged_documents() {
    let document =
        format!(r#"{{"a": "{CANARY}", "b": [1, -2.5e3, true, null, "\u00e4\n{CANARY}"], "c": {{"d": "x{CANARY}"}}}}"#);
    for end in 0..document.len() {
        if let Err(error) = parse(&document[..end]) {
            assert!(!format!("{error} {error:?}").contains("kanarien"), "{error}");
        }
        for byte in *b"\"\\{}[],:0\n\x01x" {
            let mut bytes = document.clone().into_bytes();
            bytes[end] = byte;
            let Ok(damaged) = String::from_utf8(bytes) else { continue };
            if let Err(error) = parse(&damaged) {
                let shown = format!("{error} {error:?}");
                // A key may be shown, and a damaged quote can make one of a value; only duplicates show keys.
                assert!(!shown.contains("kanarien"), "{damaged}: {shown}");
            }
        }
    }
}

#[test]
fn an_error_is_data() {
    let error = SyntaxError::new(Position::new(3, 7), "a colon should follow").with_help("write a: b");
    assert_eq!((error.line(), error.column(), error.message()), (3, 7, "a colon should follow"));
    assert_eq!(error.help(), Some("write a: b"));
    assert_eq!(error.to_string(), "3:7: a colon should follow (write a: b)");
    assert_eq!(
        SyntaxError::duplicate_key("a", Position::new(3, 7), None).to_string(),
        "3:7: `a` in line 3 is already given"
    );
}

#[test]
fn a_cursor_may_go_back() {
    let mut cursor = Cursor::new("ä\nöb\n");
    assert_eq!(cursor.at(5), Position::new(2, 2));
    assert_eq!(cursor.at(0), Position::new(1, 1));
    assert_eq!(cursor.at(2), Position::new(1, 2));
    assert_eq!(cursor.at(99), Position::new(3, 1));
}

#[test]
fn nothing_of_a_document_is_in_debug_output() {
    let cursor = Cursor::new(CANARY);
    let mut table = TableBuilder::new();
    table.push("key", Node::from(Raw::text(CANARY)));
    let keys = [KeyText::Slice(CANARY), KeyText::Decoded(RawText::from(CANARY))];
    let shown = format!("{cursor:?} {table:?} {keys:?}");
    assert!(!shown.contains("kanarien"), "{shown}");
}
