//! Documents that are refused.

use super::super::parse;
use super::wrong;

#[test]
fn wrong_documents() {
    for (document, place, words) in [
        ("kanarienvogel-7f3a", "1:1", "this one is text"),
        ("- kanarienvogel-7f3a", "1:1", "this one is a list"),
        ("[1]", "1:1", "this one is a list"),
        ("~", "1:1", "this one is null"),
        ("--- 5", "1:5", "this one is a number"),
        ("a: 1\n---\nb: 2", "2:1", "a second document"),
        ("a: 1\n...\n---\nb: 2", "3:1", "a second document"),
        ("a: 1\n...\nkanarienvogel-7f3a", "3:1", "text after the end of the document"),
        ("--- a: 1", "1:6", "a key cannot stand here"),
        ("%TAG ! x\n---\na: 1", "1:1", "a directive other than one %YAML 1.2"),
        ("%YAML 1.1\n---\na: 1", "1:1", "a directive other"),
        ("%YAML 1.2\n%YAML 1.2\n---", "2:1", "a directive other"),
        ("%YAML 1.2\na: 1", "2:1", "begins with ---"),
        ("a: b: kanarienvogel-7f3a", "1:5", "a key cannot stand here"),
        ("a: 'b': kanarienvogel-7f3a", "1:7", "a key cannot stand here"),
        ("a: b\n  c: kanarienvogel-7f3a", "2:4", "a key cannot stand here"),
        ("a: 1\n  b: 2", "2:4", "a key cannot stand here"),
        ("a: 'x'\n  b: 2", "2:3", "indented more than the one it should go with"),
        ("  a: 1\nb: 2", "2:1", "fits no level of indentation"),
        ("a:\n    b: 1\n  c: 2", "3:3", "indented more than the one it should go with"),
        ("a:\n  - 1\n - 2", "3:2", "indented more than the one it should go with"),
        ("a:\n- 1\n b: 2", "3:3", "a key cannot stand here"),
        ("a: 1\n- b", "2:1", "an item of a list among keys"),
        ("- a\nb: 1", "2:1", "fits no level"),
        ("a: - kanarienvogel-7f3a", "1:4", "a list begins in a line of its own"),
        ("a: 1\nkanarienvogel-7f3a", "2:1", "a key with a colon should stand here"),
        ("a: 1\nkanarienvogel:7f3a\n", "2:1", "a blank follows the colon"),
        ("? a\n: b", "1:1", "a key after ?"),
        ("a: 1\n? b\n: c", "2:1", "a key after ?"),
        ("a: {? b: c}", "1:5", "a key after ?"),
        ("[a]: b", "1:4", "a table or list as a key"),
        ("a: 1\n{b: c}: d", "2:1", "a table or list as a key"),
        ("a: {[b]: c}", "1:5", "a table or list as a key"),
        ("a: {{ kanarienvogel }}", "1:5", "a template like {{ name }} stands in quotes"),
        ("a:\n\tb: 1", "2:2", "a tab in the indentation"),
        ("a:\n  b: 1\n\tc: 2", "3:2", "a tab in the indentation"),
        ("\ta: 1", "1:2", "a tab in the indentation"),
        ("-\ta: 1", "1:3", "a tab before a table or list"),
        ("-\t- 1", "1:3", "a tab before a table or list"),
        ("a: 'kanarienvogel-7f3a", "1:4", "this text is never closed"),
        ("a: \"kanarienvogel-7f3a", "1:4", "this text is never closed"),
        ("a: \"kanarienvogel-7f3a\\", "1:4", "this text is never closed"),
        ("a: \"kanarienvogel-7f3a\nb: 1", "1:4", "this text is not closed in its line"),
        ("a: 'kanarienvogel-7f3a\n---\n'", "1:4", "this text is not closed in its line"),
        ("a:\n  b: \"x\n  y\"", "2:6", "this text is not closed in its line"),
        ("\"a\nb\": 1", "2:3", "a colon after a value"),
        ("a: \"kanarienvogel-7f3a\" x", "1:25", "text after a value"),
        ("a: 'x'#c", "1:7", "a blank stands before a comment"),
        ("a: [1] kanarienvogel-7f3a", "1:8", "text after a value"),
        ("a: \"ä\\q\"", "1:6", "an unknown escape"),
        ("a: \"\\x4g\"", "1:5", "too few hex digits"),
        ("a: \"\\u12\"", "1:5", "too few hex digits"),
        ("a: \"\\U00110000\"", "1:5", "no character of Unicode"),
        ("a: \"\\ud83d kanarienvogel-7f3a\"", "1:5", "no character of Unicode"),
        ("a: \"\\ude00\\ud83d\"", "1:5", "no character of Unicode"),
        ("a: @kanarienvogel-7f3a", "1:4", "stands in quotes"),
        ("a: `kanarienvogel-7f3a`", "1:4", "stands in quotes"),
        ("a: %kanarienvogel-7f3a", "1:4", "stands in quotes"),
        ("a: ]kanarienvogel-7f3a", "1:4", "stands in quotes"),
        ("a: , kanarienvogel-7f3a", "1:4", "stands in quotes"),
        ("a: [|]", "1:5", "does not stand in braces"),
    ] {
        wrong(document, &[(place, words)]);
    }
}

#[test]
fn wrong_collections_and_blocks() {
    for (document, place, words) in [
        ("a: [kanarienvogel-7f3a", "1:4", "this list is never closed"),
        ("a: {b: kanarienvogel-7f3a", "1:4", "this table is never closed"),
        ("a: [1\n---\n]", "1:4", "this list is never closed"),
        ("a: ['x' 1]", "1:9", "a comma or a closing bracket"),
        ("a: {b: 'x' c: 1}", "1:12", "a comma or a closing brace"),
        ("a: {'b' 'c'}", "1:9", "a colon should follow the key"),
        ("a: [1}", "1:6", "a comma or a closing bracket"),
        ("a: [,]", "1:5", "one comma too many"),
        ("a: [1,,2]", "1:7", "one comma too many"),
        ("a: {b: 1,,}", "1:10", "one comma too many"),
        ("a: [b: 1]", "1:6", "a key in a list"),
        ("a: [- 1]", "1:5", "text cannot begin so"),
        ("a: {: 1}", "1:5", "a key should stand here"),
        ("a: {kanarienvogel-7f3a, kanarienvogel-7f3a}", "1:23", "a list stands in brackets"),
        ("a: {kanarienvogel:7f3a}", "1:23", "a key without a colon"),
        ("a: | kanarienvogel-7f3a", "1:4", "text after a block's | or >"),
        ("a: |#c\n  x", "1:4", "text after a block's | or >"),
        ("a: |0\n x", "1:4", "text after a block's | or >"),
        ("a: |+-\n x", "1:4", "text after a block's | or >"),
        ("a: |\n   \n  kanarienvogel-7f3a\n", "2:4", "an empty line of a block is indented more"),
        ("a: |\n   kanarienvogel\n  7f3a: |\n", "3:3", "indented more than the one"),
        ("a: 1\na: kanarienvogel-7f3a", "2:1", "`a` in line 2 is already given in line 1"),
        ("a:\n  b: 1\n\n  \"b\": 2", "4:3", "`b` in line 4 is already given in line 2"),
        ("a: {b: 1, b: 2}", "1:11", "`b` in line 1 is already given in line 1"),
        ("1: a\n'1': b", "2:1", "`1` in line 2 is already given in line 1"),
        ("a: 1\rb: 2", "1:5", "a carriage return without a line feed"),
        ("a: \u{0}", "1:4", "a control character"),
        ("a: \"\u{1b}kanarienvogel-7f3a\"", "1:5", "a control character"),
        ("a: ä\u{85}\u{7f}", "1:6", "a control character"),
        ("a: \u{9f}", "1:4", "a control character"),
        ("a: \u{ffff}", "1:4", "a control character"),
    ] {
        wrong(document, &[(place, words)]);
    }
}

#[test]
fn bytes_that_are_no_text() {
    let errors = parse(b"a: 1\nb: \"kanarienvogel\xff\"").expect_err("not UTF-8");
    assert_eq!(errors[0].to_string(), "2:18: not UTF-8 from here on (save the file as UTF-8)");
}
