//! Tables, lists, anchors and merge keys.

use super::{check, wrong};

#[test]
fn tables_and_lists() {
    for (document, expected) in [
        ("", "{}"),
        (" \n\t\n# c\n", "{}"),
        ("---\n", "{}"),
        ("---\n...\n", "{}"),
        ("...\n", "{}"),
        ("\u{feff}a: 1", "{a@1:1=n1}"),
        ("%YAML 1.2 # c\n---\na: 1\n...\n# c\n", "{a@3:1=n1}"),
        ("--- # c\na: 1", "{a@2:1=n1}"),
        ("--- {a: 1}", "{a@1:6=n1}"),
        ("a: 1\nb: 2", "{a@1:1=n1 b@2:1=n2}"),
        ("  a: 1\n\n  # c\n  b: 2\n", "{a@1:3=n1 b@4:3=n2}"),
        ("a: 1\r\nb:\r\n  c: 2\r\n", "{a@1:1=n1 b@2:1={c@3:3=n2}}"),
        ("a:\n  b:\n    c: 1\nd: 2", "{a@1:1={b@2:3={c@3:5=n1}} d@4:1=n2}"),
        ("a:\nb:", "{a@1:1=null b@2:1=null}"),
        ("a:\n- 1\n- 2\nb: 3", "{a@1:1=[@2:3n1 @3:3n2] b@4:1=n3}"),
        ("a:\n  -   1\n  -\n  - - 2\n    - 3\n", "{a@1:1=[@2:7n1 @3:3null @4:5[@4:7n2 @5:7n3]]}"),
        ("a:\n  - b: 1\n    c: 2\n  - d: 3\n", "{a@1:1=[@2:5{b@2:5=n1 c@3:5=n2} @4:5{d@4:5=n3}]}"),
        ("a:\n  -\n    b: 1\n", "{a@1:1=[@3:5{b@3:5=n1}]}"),
        ("a:\n  - b:\n    - 1\n", "{a@1:1=[@2:5{b@2:5=[@3:7n1]}]}"),
        ("a : 1\n\"b c\": 2\n'd''e' : 3\n\"\\u0066\": 4", "{a@1:1=n1 b c@2:1=n2 d'e@3:1=n3 f@4:1=n4}"),
        ("1: a\ntrue: b\n~: c\n-x: d\n", r#"{1@1:1="a" true@2:1="b" ~@3:1="c" -x@4:1="d"}"#),
        ("a b: c\nhttp://x: 1", r#"{a b@1:1="c" http://x@2:1=n1}"#),
        ("ä: ö\nb: 1", r#"{ä@1:1="ö" b@2:1=n1}"#),
        ("a:\t1\nb: \t2\t# c", "{a@1:1=n1 b@2:1=n2}"),
        ("a:\n  'x'\nb:\n  y\n   z", r#"{a@1:1="x" b@3:1="y z"}"#),
        ("a: []\nb: {}\nc: [ ]\nd: { }", "{a@1:1=[] b@2:1={} c@3:1=[] d@4:1={}}"),
        ("a: [1, x y, 'z', \"w\",]", r#"{a@1:1=[@1:5n1 @1:8"x y" @1:13"z" @1:18"w"]}"#),
        ("a: {b: 1, 'c': [2], \"d\":3, f: }", "{a@1:1={b@1:5=n1 c@1:11=[@1:17n2] d@1:21=n3 f@1:28=null}}"),
        ("a: [\n  1, # c\n  2\n]\nb: 1", "{a@1:1=[@2:3n1 @3:3n2] b@5:1=n1}"),
        ("a: {\n  b: x\n   y,\n}\n", r#"{a@1:1={b@2:3="x y"}}"#),
        ("a: [ä, {b: [c]}]", r#"{a@1:1=[@1:5"ä" @1:8{b@1:9=[@1:13"c"]}]}"#),
        ("a: [http://x:80/, b#c, -1, -d]", r#"{a@1:1=[@1:5"http://x:80/" @1:19"b#c" @1:24n-1 @1:28"-d"]}"#),
        ("{a: 1,\nb: 2}", "{a@1:2=n1 b@2:1=n2}"),
        ("a: [1 'x']", "{a@1:1=[@1:5\"1 'x'\"]}"),
        (
            "a: !!str 5\nb: !!int '5'\nc: !!float 5\nd: !!bool 'True'\ne: !!null ''\nf: ! 5\ng: !!str",
            r#"{a@1:1="5" b@2:1=n5 c@3:1=n5 d@4:1=true e@5:1=null f@6:1="5" g@7:1=""}"#,
        ),
        ("a: !!map {b: 1}\nc: !!seq\n- 1\nd: !!map\n  e: 1", "{a@1:1={b@1:11=n1} c@2:1=[@3:3n1] d@4:1={e@5:3=n1}}"),
    ] {
        check(document, expected);
    }
}

#[test]
fn anchors() {
    for (document, expected) in [
        ("a: &x 1\nb: *x", "{a@1:1=n1 b@2:1=n1}"),
        ("a: &x\n  b: 1\nc: *x", "{a@1:1={b@2:3=n1} c@3:1={b@2:3=n1}}"),
        ("a: &x [1]\nb: [*x, *x]", "{a@1:1=[@1:8n1] b@2:1=[@2:5[@1:8n1] @2:9[@1:8n1]]}"),
        ("a: &x !!str 1\nb: !!str &y 2\nc: [*x, *y]", r#"{a@1:1="1" b@2:1="2" c@3:1=[@3:5"1" @3:9"2"]}"#),
        ("a: &x\nb: *x", "{a@1:1=null b@2:1=null}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{a@1:1=n1 b@2:1=n2 c@3:1=n2}"),
        ("a:\n  - &x\n    b: 1\n  - *x # c", "{a@1:1=[@3:5{b@3:5=n1} @4:5{b@3:5=n1}]}"),
        ("a: &x |\n  t\nb: *x", r#"{a@1:1="t\n" b@3:1="t\n"}"#),
        (
            "a: &x\n  b: &y [1]\n  c: *y\nd: *x",
            "{a@1:1={b@2:3=[@2:10n1] c@3:3=[@2:10n1]} d@4:1={b@2:3=[@2:10n1] c@3:3=[@2:10n1]}}",
        ),
        ("{a: &x 1, b: *x}", "{a@1:2=n1 b@1:11=n1}"),
        // Merge keys: what the table has itself wins, then the first that is named.
        ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3", "{a@1:1={b@1:8=n1 c@1:14=n2} d@2:1={b@4:3=n3 c@1:14=n2}}"),
        (
            "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne: {<<: [*x, *y]}",
            "{a@1:1={b@1:8=n1} c@2:1={b@2:8=n2 d@2:14=n3} e@3:1={b@1:8=n1 d@2:14=n3}}",
        ),
        ("a: {<<: {b: 1}}\n'<<': 2", "{a@1:1={b@1:10=n1} <<@2:1=n2}"),
    ] {
        check(document, expected);
    }
}

#[test]
fn wrong_anchors() {
    for (document, expected) in [
        ("a: *kanarienvogel-7f3a", &[("1:4", "no anchor of this name")][..]),
        ("a: &x\n  b: *x", &[("2:6", "no anchor of this name")]),
        ("a: *x\nb: *y\na: 1", &[("1:4", "no anchor"), ("2:4", "no anchor"), ("3:1", "already given in line 1")]),
        ("a: &x 1\nb: *x kanarienvogel-7f3a", &[("2:7", "text after a value")]),
        ("a: &x 1\nb: &y *x", &[("2:7", "an alias has no anchor or tag")]),
        ("a: [&x 1, !!str *x]", &[("1:17", "an alias has no anchor or tag")]),
        ("a: &x &y 1", &[("1:7", "a second anchor")]),
        ("a: & 1", &[("1:5", "an anchor needs a name")]),
        ("a: *", &[("1:5", "an alias needs a name")]),
        ("a: &x[1]", &[("1:6", "a blank should follow")]),
        ("&x a: 1", &[("1:4", "an anchor or a tag on a key")]),
        ("a: 1\n&x b: 1", &[("2:1", "an anchor or a tag on a key")]),
        ("a: {&x b: 1}", &[("1:5", "an anchor or a tag on a key")]),
        ("a: &x 1\n*x : 2", &[("2:1", "an alias as a key")]),
        ("a: &x 1\nb:\n  *x : 2", &[("3:5", "an alias as a key")]),
        ("a: {*x : 1}", &[("1:5", "an alias as a key")]),
        ("a: !kanarienvogel-7f3a b", &[("1:4", "a tag that is none of YAML's core")]),
        (
            "a: !kanarien\nb: !!binary x\nc: !<tag:yaml.org,2002:str> y\nd: [!e f]",
            &[("1:4", "a tag"), ("2:4", "a tag"), ("3:4", "a tag"), ("4:5", "a tag")],
        ),
        ("a: !!str !!int 1", &[("1:15", "a second tag")]),
        ("a: !!int kanarienvogel-7f3a", &[("1:10", "not the integer its tag says")]),
        (
            "a: !!int 1.5\nb: !!float x\nc: !!bool yes\nd: !!null 0",
            &[
                ("1:10", "not the integer"),
                ("2:12", "not the number"),
                ("3:11", "not the boolean"),
                ("4:11", "not the null"),
            ],
        ),
        ("a: !!map [1]", &[("1:13", "not the kind of value its tag says")]),
        ("a: !!str {b: 1}", &[("1:16", "not the kind of value its tag says")]),
        ("a: !!map x", &[("1:10", "not the table its tag says")]),
        ("a: 1\n<<: 1", &[("2:1", "`<<` merges a table")]),
        ("<<: {a: 1}\n<<: {b: 1}", &[("2:1", "`<<` in line 2 is already given in line 1")]),
        ("<<: [{a: 1}, 2]", &[("1:1", "`<<` merges a table")]),
    ] {
        wrong(document, expected);
    }
}
