//! Keys, headers and tables.

use super::{check, wrong};

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
        (
            "[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
            "{fruit@1:2={apple@2:1={color@2:7=n1 taste@3:7={sweet@3:13=true} texture@4:14={smooth@5:1=true}}}}",
        ),
        ("a.x = 1\n[b]\n[a.y]", "{a@1:1={x@1:3=n1 y@3:4={}} b@2:2={}}"),
        ("[[a]]\nx = 1\n[[a]]\n[[a]]\nx = 3", "{a@1:3=[@1:3{x@2:1=n1} @3:3{} @4:3{x@5:1=n3}]}"),
        ("[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2", "{a@1:3=[@1:3{b@2:4={x@3:1=n1}} @4:3{b@5:4={x@6:1=n2}}]}"),
        (
            "[[a.b]]\n[[a.b.c]]\nx=1\n[[a.b.c]]\nx=2\n[[a.b]]\n[a]\ny=1",
            "{a@1:3={b@1:5=[@1:5{c@2:7=[@2:7{x@3:1=n1} @4:7{x@5:1=n2}]} @6:5{}] y@8:1=n1}}",
        ),
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
fn wrong_structure() {
    for (document, expected) in [
        ("a", &[("1:2", "a key without = and a value")][..]),
        ("a b = 1", &[("1:3", "a key without = and a value")]),
        ("a kanarienvogel-7f3a", &[("1:3", "a key without = and a value")]),
        ("t = {a\n= 1}", &[("1:7", "a key without = and a value")]),
        ("t = {x = 1,\n  a # not yet\n = 1}", &[("2:14", "a key without = and a value")]),
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
        (
            "a = kanarienvogel-7f3a\nb = 1\nc = \"kanarienvogel-7f3a\nd = 01\n[[e]\n",
            &[("1:5", "text stands in quotes"), ("3:5", "never closed"), ("4:5", "leading zero"), ("5:1", "header")],
        ),
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
    wrong(
        "a=1\na=2\n[t]\nx=1\nx=2\n[t]\nx=3\nx=4",
        &[
            ("2:1", "`a` in line 2 is already given in line 1"),
            ("5:1", "`x` in line 5 is already given in line 4"),
            ("6:2", "`t` in line 6 is already given in line 3"),
            // What stands under a header that is wrong is looked at by itself.
            ("8:1", "`x` in line 8 is already given in line 7"),
        ],
    );
}
