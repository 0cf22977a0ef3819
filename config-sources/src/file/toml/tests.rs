use super::*;
use crate::file::syntax::testing::{CANARY, assert_silent, dump, refuse};

#[track_caller]
fn check(document: &str, expected: &str) {
    match parse(document.as_bytes()) {
        Ok(node) => assert_eq!(dump(&node), expected, "of {document:?}"),
        Err(errors) => panic!("{document:?}: {:#?}", errors.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

#[track_caller]
fn wrong(document: &str, expected: &[(&str, &str)]) {
    refuse(document, parse(document.as_bytes()), expected);
}

#[test]
fn scalars() {
    for (value, expected) in [
        ("true", "true"),
        ("false", "false"),
        ("0", "n0"),
        ("+0", "n+0"),
        ("-17", "n-17"),
        ("1_000_000", "n1_000_000"),
        ("0x1F", "n0x1F"),
        ("0xdead_beef", "n0xdead_beef"),
        ("0o755", "n0o755"),
        ("0b1101_0110", "n0b1101_0110"),
        ("123456789012345678901234567890", "n123456789012345678901234567890"),
        ("3.1415", "n3.1415"),
        ("-0.01", "n-0.01"),
        ("5e+22", "n5e+22"),
        ("1e06", "n1e06"),
        ("-2E-2", "n-2E-2"),
        ("6.626e-34", "n6.626e-34"),
        ("224_617.445_991", "n224_617.445_991"),
        ("inf", "ninf"),
        ("-inf", "n-inf"),
        ("+nan", "n+nan"),
        ("1979-05-27T07:32:00Z", "t1979-05-27T07:32:00Z"),
        ("1979-05-27T00:32:00.999999-07:00", "t1979-05-27T00:32:00.999999-07:00"),
        ("1979-05-27 07:32:00z", "t1979-05-27 07:32:00z"),
        ("1979-05-27t07:32:00", "t1979-05-27t07:32:00"),
        ("1979-05-27", "t1979-05-27"),
        ("2024-02-29", "t2024-02-29"),
        ("07:32:00", "t07:32:00"),
        ("07:32", "t07:32"),
        ("23:59:60.5", "t23:59:60.5"),
        (r#""""#, r#""""#),
        (r#""a b""#, r#""a b""#),
        (r#""0123""#, r#""0123""#),
        ("'# [x] = {'", "\"# [x] = {\""),
        (r#""\b\t\n\f\r\e\"\\""#, r#""\u{8}\t\n\u{c}\r\u{1b}\"\\""#),
        (r#""\u00e4\U0001F600\x41""#, r#""ä😀A""#),
        (r"'C:\new\x'", r#""C:\\new\\x""#),
        ("''", r#""""#),
        ("'say \"x\"'", r#""say \"x\"""#),
        ("\"\"\"a\nb\"\"\"", r#""a\nb""#),
        ("\"\"\"\na\n\"\"\"", r#""a\n""#),
        ("\"\"\"\r\na\r\nb\"\"\"", r#""a\nb""#),
        ("\"\"\"a \\\n   b\"\"\"", r#""a b""#),
        ("\"\"\"a\\  \r\n\n\t b\"\"\"", r#""ab""#),
        ("\"\"\"a\"b\"\"c\"\"\"\"\"", r#""a\"b\"\"c\"\"""#),
        ("\"\"\"\\\"\"\"\\\"\"\"\"", r#""\"\"\"\"""#),
        ("\"\"\"\"\"\"", r#""""#),
        ("'''\na\\\nb'''", r#""a\\\nb""#),
        ("'''\r\na\r\n\\b'''", r#""a\n\\b""#),
        ("'''a'b''c'''''", r#""a'b''c''""#),
        ("\"a\tb\"", r#""a\tb""#),
        ("[]", "[]"),
        ("[ 1, 'a', [true] ]", r#"[@1:7n1 @1:10"a" @1:15[@1:16true]]"#),
        ("[\n  1, # one\n  2,\n]", "[@2:3n1 @3:3n2]"),
        ("{}", "{}"),
        ("{ a = 1, b.c = 2, b.d = 3 }", "{a@1:7=n1 b@1:14={c@1:16=n2 d@1:25=n3}}"),
        ("[{a=1},{a=2}]", "[@1:6{a@1:7=n1} @1:12{a@1:13=n2}]"),
        ("{\n a = 1,\n b = 2,\n}", "{a@2:2=n1 b@3:2=n2}"),
    ] {
        check(&format!("k = {value}"), &format!("{{k@1:1={expected}}}"));
        check(&format!("k = {value} # {CANARY}\r\n"), &format!("{{k@1:1={expected}}}"));
    }
}

#[test]
fn documents() {
    for (document, expected) in [
        ("", "{}"),
        ("\n \t\r\n", "{}"),
        ("# only a comment", "{}"),
        ("\u{feff}a = 1", "{a@1:1=n1}"),
        ("a=1\nb=2", "{a@1:1=n1 b@2:1=n2}"),
        ("a = 1\r\n\r\n  b = 2\r\n", "{a@1:1=n1 b@3:3=n2}"),
        ("'a b' = 1\n\"\\u0061\" = 2\n\"\" = 3", "{a b@1:1=n1 a@2:1=n2 @3:1=n3}"),
        ("1234 = 1\n-_ = 2\ntrue = 3", "{1234@1:1=n1 -_@2:1=n2 true@3:1=n3}"),
        ("3.14 = 'pi'", r#"{3@1:1={14@1:3="pi"}}"#),
        ("a . b = 1\n\ta.'c.d' = 2", "{a@1:1={b@1:5=n1 c.d@2:4=n2}}"),
        ("[a]\nx = 1\n[b]\ny = 2", "{a@1:2={x@2:1=n1} b@3:2={y@4:1=n2}}"),
        ("[a]", "{a@1:2={}}"),
        ("[ a . 'b c' ]\nx=1", "{a@1:3={b c@1:7={x@2:1=n1}}}"),
        // A table may come after what is in it.
        ("[a.b.c]\nx = 1\n[a]\ny = 2", "{a@1:2={b@1:4={c@1:6={x@2:1=n1}} y@4:1=n2}}"),
        ("[a.b]\n[a.c]", "{a@1:2={b@1:4={} c@2:4={}}}"),
        ("[a.b.c]\n[a]\nb.d = 1", "{a@1:2={b@1:4={c@1:6={} d@3:3=n1}}}"),
        ("[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
            "{fruit@1:2={apple@2:1={color@2:7=n1 taste@3:7={sweet@3:13=true} texture@4:14={smooth@5:1=true}}}}"),
        ("a.x = 1\n[b]\n[a.y]", "{a@1:1={x@1:3=n1 y@3:4={}} b@2:2={}}"),
        ("[[a]]\nx = 1\n[[a]]\n[[a]]\nx = 3", "{a@1:3=[@1:3{x@2:1=n1} @3:3{} @4:3{x@5:1=n3}]}"),
        ("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2", "{a@1:3=[@1:3{b@2:4={x@3:1=n1}} @4:3{b@5:4={x@6:1=n2}}]}"),
        ("[[a.b]]\n[[a.b.c]]\nx=1\n[[a.b.c]]\nx=2\n[[a.b]]\n[a]\ny=1",
            "{a@1:3={b@1:5=[@1:5{c@2:7=[@2:7{x@3:1=n1} @4:7{x@5:1=n2}]} @6:5{}] y@8:1=n1}}"),
        ("[[a]]\nb.c = 1\n[[a]]\nb.c = 2", "{a@1:3=[@1:3{b@2:1={c@2:3=n1}} @3:3{b@4:1={c@4:3=n2}}]}"),
        ("a = [{b.c = 1, b.d = {e.f = 2}}]", "{a@1:1=[@1:6{b@1:7={c@1:9=n1 d@1:18={e@1:23={f@1:25=n2}}}}]}"),
        ("ä = 1", ""),
        ("\"ä\" = {\"ö\" = [1, 2]}", "{ä@1:1={ö@1:8=[@1:15n1 @1:18n2]}}"),
        ("a = \"\"\"\nx\ny\"\"\"\nb = 1", r#"{a@1:1="x\ny" b@4:1=n1}"#),
        ("a = [\n  '''x\ny''', 2\n]", r#"{a@1:1=[@2:3"x\ny" @3:7n2]}"#),
    ] {
        match expected {
            // Not a letter of a bare key.
            "" => wrong(document, &[("1:1", "a key without quotes")]),
            _ => check(document, expected),
        }
    }
}

#[test]
fn wrong_values() {
    for (value, column, words) in [
        ("", 5, "a value should stand here"),
        ("# kanarienvogel-7f3a", 5, "a value should stand here"),
        ("kanarienvogel-7f3a", 5, "text stands in quotes"),
        ("kanarienvogel 7f3a", 5, "text stands in quotes"),
        ("7f3a-kanarienvogel", 5, "neither a number nor a date"),
        ("kanarienvogel-7f3a\"", 5, "the opening quote is missing"),
        ("kanarienvogel-7f3a'", 5, "the opening quote is missing"),
        ("True", 5, "in lower case"),
        ("yes", 5, "a boolean is true or false"),
        ("NULL", 5, "not a value"),
        ("Inf", 5, "not a value"),
        ("01", 5, "without a leading zero"),
        ("-01", 5, "neither a number"),
        ("+0x1F", 5, "neither a number"),
        ("0X1F", 5, "neither a number"),
        ("0x", 5, "neither a number"),
        ("0xg", 5, "neither a number"),
        ("0b2", 5, "neither a number"),
        ("0o8", 5, "neither a number"),
        ("1__0", 5, "neither a number"),
        ("_1", 5, "neither a number"),
        ("1_", 5, "neither a number"),
        ("0x_1", 5, "neither a number"),
        (".5", 5, "neither a number"),
        ("5.", 5, "neither a number"),
        ("1._5", 5, "neither a number"),
        ("1.5.6", 5, "neither a number"),
        ("1e", 5, "neither a number"),
        ("1e5.0", 5, "neither a number"),
        ("++1", 5, "neither a number"),
        ("1 2", 5, "neither a number"),
        ("127.0.0.1", 5, "neither a number"),
        ("30s", 5, "text stands in quotes"),
        ("2024-13-01", 5, "no such date"),
        ("2023-02-29", 5, "no such date"),
        ("1900-02-29", 5, "no such date"),
        ("2024-04-31", 5, "no such date"),
        ("2024-01-00", 5, "no such date"),
        ("24:00:00", 5, "no such date or time"),
        ("2024-01-01T00:60:00Z", 5, "no such date or time"),
        ("2024-01-01T00:00:00+24:00", 5, "no such date or time"),
        ("2024-1-1", 5, "neither a number nor a date"),
        ("2024-01-01T", 5, "neither a number nor a date"),
        ("2024-01-01  07:00:00", 5, "neither a number nor a date"),
        ("07:32:00Z", 5, "neither a number nor a date"),
        ("07:32:00.", 5, "neither a number nor a date"),
        ("2024-01-01T7:00:00", 5, "neither a number nor a date"),
        ("\"kanarienvogel-7f3a", 5, "this text is never closed"),
        ("'kanarienvogel-7f3a", 5, "this text is never closed"),
        ("\"kanarienvogel-7f3a\\\"", 5, "this text is never closed"),
        ("\"\"\"kanarienvogel-7f3a\"\"", 5, "this text is never closed"),
        ("'''kanarienvogel\n7f3a''", 5, "this text is never closed"),
        (r#""kanarienvogel-7f3a\q""#, 24, "an unknown escape"),
        (r#""\ kanarienvogel-7f3a""#, 6, "an unknown escape"),
        (r#""\ud83d""#, 6, "no character of Unicode"),
        (r#""\U00110000""#, 6, "no character of Unicode"),
        (r#""\u12""#, 6, "too few hex digits"),
        (r#""\xg1""#, 6, "too few hex digits"),
        (r#""\u+123""#, 6, "too few hex digits"),
        ("\"a\u{1}kanarienvogel-7f3a\"", 7, "a control character in text"),
        ("'ä\u{7f}'", 7, "a control character in text"),
        ("\"\"\"a\u{0}\"\"\"", 9, "a control character in text"),
        ("\"\"\"a\rb\"\"\"", 9, "a control character in text"),
        ("\"\"\"a \\ b\"\"\"", 10, "an unknown escape"),
        ("\"a\" # \u{1}", 11, "a control character in a comment"),
        ("\"a\" \"kanarienvogel-7f3a\"", 9, "the line should end after its value"),
        ("1 # \u{b}", 9, "a control character in a comment"),
        ("[1 2]", 6, "neither a number nor"),
        ("[\"a\" \"b\"]", 10, "a comma should stand between the items"),
        ("[1,,2]", 8, "one comma too many"),
        ("[,]", 6, "one comma too many"),
        ("[a = 1]", 6, "text stands in quotes"),
        ("[1", 5, "this list is never closed"),
        ("{a = 1", 5, "this inline table is never closed"),
        ("{a = 1 b = 2}", 10, "neither a number"),
        ("{a = \"x\" b = 2}", 14, "a comma should stand between the members"),
        ("{a}", 7, ""),
        ("{a = }", 10, "a value should stand here"),
        ("{,}", 6, "one comma too many"),
        ("]", 5, "this list was never opened"),
        ("}", 5, "this inline table was never opened"),
        ("= 1", 5, "one = too many"),
    ] {
        let document = format!("k = {value}");
        wrong(&document, &[(&format!("1:{column}"), words)]);
    }
}

#[test]
fn wrong_structure() {
    for (document, expected) in [
        ("a", &[("1:2", "a key without = and a value")][..]),
        ("a b = 1", &[("1:3", "a key without = and a value")]),
        ("a kanarienvogel-7f3a", &[("1:3", "a key without = and a value")]),
        ("= 1", &[("1:1", "a key should stand here")]),
        ("a. = 1", &[("1:4", "a key should stand here")]),
        (".a = 1", &[("1:1", "a key should stand here")]),
        ("a..b = 1", &[("1:3", "a key should stand here")]),
        ("a+b = 1", &[("1:2", "a character that a key without quotes cannot hold")]),
        ("\"\"\"a\"\"\" = 1", &[("1:1", "a key does not span lines")]),
        ("'a = 1", &[("1:1", "this text is never closed")]),
        ("a = 1 b = 2", &[("1:5", "neither a number")]),
        ("a = 'x' b = 2", &[("1:9", "the line should end after its value")]),
        ("[a", &[("1:1", "this header is never closed")]),
        ("[a.]", &[("1:4", "a key should stand here")]),
        ("[]", &[("1:2", "a key should stand here")]),
        ("[[a]", &[("1:1", "this header is never closed")]),
        ("[a] b = 1", &[("1:5", "the line should end")]),
        ("a]", &[("1:2", "a key without =")]),
        ("]", &[("1:1", "a ] without a [")]),
        ("{a = 1}", &[("1:1", "a key should stand here")]),
        ("a = 1\rb = 2", &[("1:6", "a carriage return without a line feed")]),
        ("a = 1\n\u{0}\nb = 2", &[("2:1", "a character that a key")]),
        ("a = kanarienvogel-7f3a\nb = 1\nc = \"kanarienvogel-7f3a\nd = 01\n[[e]\n",
            &[("1:5", "text stands in quotes"), ("3:5", "never closed"), ("4:5", "leading zero"), ("5:1", "header")]),
    ] {
        wrong(document, expected);
    }
}

#[test]
fn nothing_is_defined_twice() {
    for (document, place, words) in [
        ("a = 1\na = 'kanarienvogel-7f3a'", "2:1", "`a` in line 2 is already given in line 1"),
        ("a = 1\n\"a\" = 2", "2:1", "`a` in line 2 is already given in line 1"),
        ("a = 1\n\na.b = 2", "3:1", "`a` in line 3 is already given in line 1"),
        ("a.b = 1\na = 2", "2:1", "`a` in line 2 is already given in line 1"),
        ("a.b = 1\na.b = 2", "2:3", "`a.b` in line 2 is already given in line 1"),
        ("a.b = 1\na.b.c = 2", "2:3", "`a.b` in line 2 is already given in line 1"),
        ("[a]\n[a]", "2:2", "`a` in line 2 is already given in line 1"),
        ("[a]\n[b]\n[a]", "3:2", "`a` in line 3 is already given in line 1"),
        ("[a.b]\n[a]\n[a]", "3:2", "`a` in line 3 is already given in line 2"),
        ("[a.b]\n[a.b]", "2:4", "`a.b` in line 2 is already given in line 1"),
        ("a = 1\n[a]", "2:2", "`a` in line 2 is already given in line 1"),
        ("a = 1\n[a.b]", "2:2", "complete where it stands"),
        ("a.b = 1\n[a]", "2:2", "`a` in line 2 is already given in line 1"),
        ("a.b = 1\n[[a]]", "2:3", "`a` in line 2 is already given in line 1"),
        ("[a]\nb.c = 1\n[a.b]", "3:4", "`a.b` in line 3 is already given in line 2"),
        ("[a]\nb.c.d = 1\n[a.b.c]", "3:6", "`a.b.c` in line 3 is already given in line 2"),
        ("[a.b.c]\n[a]\nb.c.t = 1", "3:3", "`b.c` in line 3 is already given in line 1 (a table that has a header"),
        ("[a.b]\n[a]\nb.x = 1", "3:1", "a table that has a header"),
        ("[a.b.c]\n[a]\nb.d = 1\n[a.b]", "4:4", "`a.b` in line 4 is already given in line 1"),
        ("[a]\nb = 1\n[a.b]", "3:4", "`a.b` in line 3 is already given in line 2"),
        ("a = {b = 1}\na.c = 2", "2:1", "complete where it stands"),
        ("a = {b = 1}\n[a]", "2:2", "`a` in line 2 is already given in line 1"),
        ("a = {b = 1}\n[a.c]", "2:2", "complete where it stands"),
        ("a = {b.c = 1}\n[a.b]", "2:2", "complete where it stands"),
        ("a = {b = {}, b.c = 1}", "1:14", "complete where it stands"),
        ("a = {b = 1, b = 2}", "1:13", "`b` in line 1 is already given in line 1"),
        ("a = {b.c = 1, b = 2}", "1:15", "`b` in line 1 is already given in line 1"),
        ("a = {b.c = 1, b.c = 2}", "1:17", "`b.c` in line 1 is already given in line 1"),
        ("a = [1]\n[[a]]", "2:3", "`a` in line 2 is already given in line 1"),
        ("a = []\n[[a]]", "2:3", "`a` in line 2 is already given in line 1"),
        ("a = [{b = 1}]\n[a.b]", "2:2", "complete where it stands"),
        ("a = [{}]\n[[a.b]]", "2:3", "complete where it stands"),
        ("[[a]]\n[a]", "2:2", "`a` in line 2 is already given in line 1"),
        ("[a]\n[[a]]", "2:3", "`a` in line 2 is already given in line 1"),
        ("[a.b]\n[[a]]", "2:3", "`a` in line 2 is already given in line 1"),
        ("[[a]]\n[a.b]\n[[a.b]]", "3:5", "`a.b` in line 3 is already given in line 2"),
        ("[[a]]\n[[a.b]]\n[a.b]", "3:4", "`a.b` in line 3 is already given in line 2"),
        ("[[a.b]]\n[a]\nb.c = 1", "3:1", "`b` in line 3 is already given in line 1"),
        ("[[a.b]]\n[a]\nb = 1", "3:1", "`b` in line 3 is already given in line 1"),
        ("[a]\nb = [1]\n[[a.b]]", "3:5", "`a.b` in line 3 is already given in line 2"),
        ("[a]\nx = 1\nx = 2", "3:1", "`x` in line 3 is already given in line 2"),
        ("\"\\u001b[31m\" = 1\n\"\\u001b[31m\" = 2", "2:1", r"`\u{1b}[31m` in line 2"),
    ] {
        wrong(document, &[(place, words)]);
    }
    wrong("a=1\na=2\n[t]\nx=1\nx=2\n[t]\nx=3\nx=4", &[
        ("2:1", "`a` in line 2 is already given in line 1"),
        ("5:1", "`x` in line 5 is already given in line 4"),
        ("6:2", "`t` in line 6 is already given in line 3"),
        // What stands under a header that is wrong is looked at by itself.
        ("8:1", "`x` in line 8 is already given in line 7"),
    ]);
}

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
    let wide: String = (0..100_000).map(|number| format!("key{number} = {number}\n")).collect();
    let Ok(Node { value: Raw::Map(members), .. }) = parse(wide.as_bytes()) else { panic!("not read") };
    assert_eq!(members.len(), 100_000);
    assert_eq!(members[99_999].1.position, Some(Position::new(100_000, 1)));
    wrong(&format!("{wide}key77 = 1"), &[("100001:1", "`key77` in line 100001 is already given in line 78")]);

    let tables: String = (0..50_000).map(|number| format!("[t.t{number}]\n[[l]]\n")).collect();
    assert!(parse(tables.as_bytes()).is_ok());
    let line = format!("a = [{}]", "1,".repeat(500_000));
    assert!(parse(line.as_bytes()).is_ok());
    let dotted: String = (0..50_000).map(|number| format!("a.b.c{number} = 1\n")).collect();
    assert!(parse(dotted.as_bytes()).is_ok());
    let escapes = format!("a = \"{}\"", "\\n".repeat(1_000_000));
    assert!(parse(escapes.as_bytes()).is_ok());
    for hostile in ["=", "]", "[", "{", ".", ",", "a=", "\"", "a\n", "\r", "a=[}{", "a={]["] {
        let errors = parse(hostile.repeat(100_000).as_bytes()).expect_err("nonsense");
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
        if let Err(errors) = parse(&document.as_bytes()[..end]) {
            assert_silent(&document[..end], &errors);
        }
        for byte in *b"\"\\{}[],'=\n\x01x#.\r\xff" {
            let mut bytes = document.clone().into_bytes();
            bytes[end] = byte;
            if let Err(errors) = parse(&bytes) {
                assert_silent(&String::from_utf8_lossy(&bytes), &errors);
            }
        }
    }
}
