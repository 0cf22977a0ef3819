//! Plain, quoted and block scalars.

use super::{CANARY, check};

#[test]
fn plain_scalars() {
    for (value, expected) in [
        ("", "null"),
        ("~", "null"),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("nULL", r#""nULL""#),
        ("true", "true"),
        ("True", "true"),
        ("FALSE", "false"),
        ("tRUE", r#""tRUE""#),
        ("yes", r#""yes""#),
        ("No", r#""No""#),
        ("on", r#""on""#),
        ("off", r#""off""#),
        ("y", r#""y""#),
        ("0", "n0"),
        ("-17", "n-17"),
        ("+17", "n+17"),
        ("0123", "n0123"),
        ("0o17", "n0o17"),
        ("0x1F", "n0x1F"),
        ("0b11", r#""0b11""#),
        ("0o8", r#""0o8""#),
        ("0x", r#""0x""#),
        ("1_000", r#""1_000""#),
        ("1.5", "n1.5"),
        (".5", "n.5"),
        ("5.", "n5."),
        ("-1.5e-3", "n-1.5e-3"),
        ("12E3", "n12E3"),
        (".inf", "n.inf"),
        ("-.INF", "n-.INF"),
        (".NaN", "n.NaN"),
        ("+.nan", r#""+.nan""#),
        ("inf", r#""inf""#),
        (".", r#"".""#),
        ("1e", r#""1e""#),
        ("1.2.3", r#""1.2.3""#),
        ("12:30:00", r#""12:30:00""#),
        ("2001-12-14", r#""2001-12-14""#),
        ("text", r#""text""#),
        ("two words", r#""two words""#),
        ("https://example.org:80/a?b=c#d", r#""https://example.org:80/a?b=c#d""#),
        ("a#b", r#""a#b""#),
        ("-x", r#""-x""#),
        ("?x", r#""?x""#),
        (":x", r#"":x""#),
        ("a, b] c} d", r#""a, b] c} d""#),
        ("it's \"so\"", r#""it's \"so\"""#),
        ("C:\\dir", r#""C:\\dir""#),
        ("ä€😀", r#""ä€😀""#),
        ("a\n  b", r#""a b""#),
        ("a \n \n\n  b\t\n  c", r#""a\n\nb c""#),
        ("-----BEGIN KEY-----", r#""-----BEGIN KEY-----""#),
    ] {
        check(&format!("k: {value}"), &format!("{{k@1:1={expected}}}"));
        check(&format!("k: {value} # {CANARY}\r\n"), &format!("{{k@1:1={expected}}}"));
    }
}

#[test]
fn quoted_scalars() {
    for (value, expected) in [
        ("''", r#""""#),
        ("'a''b'", r#""a'b""#),
        ("''''", r#""'""#),
        (r"'\n'", r#""\\n""#),
        ("'5'", r#""5""#),
        ("'# not: a comment'", r##""# not: a comment""##),
        ("' a\n\n  b '", r#"" a\nb ""#),
        (r#""""#, r#""""#),
        (r#""true""#, r#""true""#),
        (r#""\0\a\b\t\n\v\f\r\e\ \"\/\\""#, r#""\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b} \"/\\""#),
        (r#""\N\_\L\P""#, r#""\u{85}\u{a0}\u{2028}\u{2029}""#),
        (r#""\x41\u00e4\U0001F600""#, r#""Aä😀""#),
        (r#""\ud83d\ude00!""#, r#""😀!""#),
        ("\"a\\\tb\"", r#""a\tb""#),
        ("\"a\tb\"", r#""a\tb""#),
        ("\"a\n  b\"", r#""a b""#),
        ("\"a  \n\n\n  b\"", r#""a\n\nb""#),
        ("\"a\r\n\r\n  b\"", r#""a\nb""#),
        ("\"a \\\n  b\"", r#""a b""#),
        ("\"a\\\n\n  \\ b\"", r#""a\n b""#),
        ("\"a\\t \n  b\"", r#""a\t b""#),
        ("\"\n  a\n  \"", r#"" a ""#),
        ("\"---\"", r#""---""#),
    ] {
        check(&format!("k: {value}"), &format!("{{k@1:1={expected}}}"));
        check(&format!("k: {value}   # {CANARY}\n"), &format!("{{k@1:1={expected}}}"));
    }
}

#[test]
fn block_scalars() {
    for (value, expected) in [
        ("|\n  a\n  b\n", r#""a\nb\n""#),
        ("|\n  a\n  b", r#""a\nb""#),
        ("|-\n  a\n\n", r#""a""#),
        ("|+\n  a\n\n", r#""a\n\n""#),
        ("|\n  a\n\n\n", r#""a\n""#),
        ("|\n\n  a\n", r#""\na\n""#),
        ("|\n  a\n   b\n\n  c\n", r#""a\n b\n\nc\n""#),
        ("|\n  # a\n", r##""# a\n""##),
        ("|2\n   a\n", r#"" a\n""#),
        ("|1-\n  a\n b\n", r#"" a\nb""#),
        ("|-1\n  a\n", r#"" a""#),
        ("| # comment\n  a\n", r#""a\n""#),
        ("|\r\n  a\r\n  b\r\n", r#""a\nb\n""#),
        ("|\n  \ta\n", r#""\ta\n""#),
        ("|\n  a: b\n  - c\n", r#""a: b\n- c\n""#),
        ("|\n", r#""""#),
        ("|+\n\n\n", r#""\n\n""#),
        ("|\n  ", r#""""#),
        ("|\n  a\n  ---\n", r#""a\n---\n""#),
        (">\n  a\n  b\n", r#""a b\n""#),
        (">-\n  a\n\n  b\n\n\n  c\n", r#""a\nb\n\nc""#),
        (">\n  a\n    b\n    c\n  d\n", r#""a\n  b\n  c\nd\n""#),
        (">\n  a\n\n    b\n\n  c\n", r#""a\n\n  b\n\nc\n""#),
        (">+\n\n  a\n\n", r#""\na\n\n""#),
        ("!!str |\n  1\n", r#""1\n""#),
        ("\n  |\n  a\n", r#""a\n""#),
    ] {
        check(&format!("k: {value}"), &format!("{{k@1:1={expected}}}"));
        if value.ends_with('\n') && !value.contains('+') {
            let line = value.matches('\n').count() + 1;
            check(&format!("k: {value}l: 1"), &format!("{{k@1:1={expected} l@{line}:1=n1}}"));
        }
    }
    check("k:\n- |\n  a\n- >-\n  b\n", r#"{k@1:1=[@2:3"a\n" @4:3"b"]}"#);
    check("k:\n  l: |\n    a\n  m: 1", r#"{k@1:1={l@2:3="a\n" m@4:3=n1}}"#);
}
