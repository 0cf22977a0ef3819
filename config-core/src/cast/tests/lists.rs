//! Lists, sets, tuples and arrays.

use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use secrecy::{ExposeSecret, SecretString};

use super::{accept, error, field, plain, refuse, said, secret, tree};
use crate::cast::cast;
use crate::raw::Raw;
use crate::schema::{Field, Secrecy};

const EMPTY: &str =
    "is an empty item (remove the separator that is too many, or write \"\" for an item that is empty on purpose)";

fn separated(separator: &'static str) -> Field {
    field(Secrecy::Plain, |leaf| leaf.separator(separator))
}

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

#[test]
fn separated_text() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("a", &["a"]),
        ("a,b", &["a", "b"]),
        (" a , b ", &["a", "b"]),
        ("a b,c", &["a b", "c"]),
        ("\"a,b\",c", &["a,b", "c"]),
        (" \"a\" , b", &["a", "b"]),
        ("\"a\"\"b\"", &["a\"b"]),
        ("\"\"", &[""]),
        ("a,\"\",b", &["a", "", "b"]),
        ("\"\"\"\"", &["\""]),
        ("a\"b,c\"d", &["a\"b", "c\"d"]),
        ("\" a \"", &[" a "]),
        ("0123,true,1e3", &["0123", "true", "1e3"]),
        ("a\nb", &["a\nb"]),
        ("a;b", &["a;b"]),
        ("[a", &["[a"]),
        ("a]", &["a]"]),
        ("'a,b'", &["'a", "b'"]),
        ("{\"a\":1}", &["{\"a\":1}"]),
        ("é,🦀", &["é", "🦀"]),
        ("\"line\nbreak\",b", &["line\nbreak", "b"]),
        ("\"\"\",\"\"\"", &["\",\""]),
        ("k=v,k2=v2", &["k=v", "k2=v2"]),
    ];
    for (text, items) in cases {
        accept(&plain(), &[(text, texts(items))]);
    }
    accept::<Vec<u16>>(&plain(), &[("", vec![]), ("1", vec![1]), ("1, 2,0x3", vec![1, 2, 3]), ("\"1\",2", vec![1, 2])]);
    accept::<Vec<Option<u16>>>(&plain(), &[("1,\"\",2", vec![Some(1), None, Some(2)])]);
    accept::<HashSet<u16>>(&plain(), &[("1,1", HashSet::from([1]))]);
    accept::<BTreeSet<String>>(&plain(), &[("b,a,b", ["a", "b"].map(String::from).into())]);
    accept::<VecDeque<bool>>(&plain(), &[("on,off", [true, false].into())]);
    accept::<LinkedList<char>>(&plain(), &[("a,b", ['a', 'b'].into())]);
    accept::<Box<[u8]>>(&plain(), &[("1,2", [1, 2].into())]);
}

#[test]
fn other_separators() {
    accept(
        &separated(";"),
        &[("a,b; c", texts(&["a,b", "c"])), ("[1];[2]", texts(&["[1]", "[2]"])), ("[1]", texts(&["[1]"]))],
    );
    accept(&separated("::"), &[("a::b:c", texts(&["a", "b:c"]))]);
    accept(
        &separated(" "),
        &[("a b", texts(&["a", "b"])), ("\"a b\" \"c\"", texts(&["a b", "c"])), ("a \"b c\"", texts(&["a", "b c"]))],
    );
    accept(&separated("\n"), &[("a\nb c", texts(&["a", "b c"])), ("a\r\nb", texts(&["a", "b"]))]);
    accept(&separated("|"), &[("\"a|b\"|c", texts(&["a|b", "c"]))]);
    accept(&separated("→"), &[("a→b", texts(&["a", "b"]))]);
    refuse::<Vec<String>>(&separated(" "), &[("a  b", &format!("[1] {EMPTY}")), (" a", &format!("[0] {EMPTY}"))]);
    refuse::<Vec<u16>>(&separated(";"), &[("1,2", "[0] is not a whole number from 0 to 65535")]);
}

#[test]
fn bad_items() {
    for (text, index) in [(",", 0), (",a", 0), ("a,", 1), ("a,,b", 1), ("a, ,b", 1), (" ", 0), ("a,b,", 2), ("\n", 0)] {
        refuse::<Vec<String>>(&plain(), &[(text, &format!("[{index}] {EMPTY}"))]);
        let error = error::<Vec<u16>>(&Raw::text(text.replace(['a', 'b'], "1")), &plain());
        assert_eq!(said(&error), format!("[{index}] {EMPTY}"));
    }
    refuse::<Vec<String>>(
        &plain(),
        &[
            ("\"a", "[0] has no closing quote"),
            ("a,\"b\"\"", "[1] has no closing quote"),
            ("\"a\"b,c", "[0] goes on after its closing quote"),
            ("\"a\" b", "[0] goes on after its closing quote"),
        ],
    );
    refuse::<Vec<u16>>(
        &plain(),
        &[
            ("1,x,3", "[1] is not a whole number from 0 to 65535"),
            ("1,2,65536", "[2] is outside the range from 0 to 65535"),
            ("1,\"\"", "[1] is empty, not a whole number from 0 to 65535"),
        ],
    );
}

#[test]
fn json_text() {
    accept(
        &plain(),
        &[
            ("[]", texts(&[])),
            ("[\"a\",\"b,c\"]", texts(&["a", "b,c"])),
            ("[1, \"2\", 1e3]", texts(&["1", "2", "1e3"])),
            ("[\n\"a\"\n]", texts(&["a"])),
            ("[\"\\u00e9\\n\"]", texts(&["é\n"])),
            ("[\"\"]", texts(&[""])),
        ],
    );
    accept::<Vec<u16>>(&plain(), &[("[1,2]", vec![1, 2]), ("[\"3\"]", vec![3]), ("[ ]", vec![])]);
    accept::<Vec<Vec<u16>>>(
        &plain(),
        &[("[[1],[],[2,3]]", vec![vec![1], vec![], vec![2, 3]]), ("\"1,2\",\"3\"", vec![vec![1, 2], vec![3]])],
    );
    accept::<Vec<Option<String>>>(&plain(), &[("[null,\"\",\"a\"]", vec![None, None, Some("a".into())])]);
    // Text that is no JSON is an error for items of text, which brackets may belong to.
    let help = "text stands in double quotes; true, false and null are in lower case";
    refuse::<Vec<String>>(&plain(), &[("[a,b]", &format!("is not sound JSON: a value should stand here ({help})"))]);
    refuse::<Vec<char>>(&plain(), &[("[a]", &format!("is not sound JSON: a value should stand here ({help})"))]);
    refuse::<Vec<std::path::PathBuf>>(
        &plain(),
        &[("[a]", &format!("is not sound JSON: a value should stand here ({help})"))],
    );
    let mistake = error::<Vec<String>>(&Raw::text("[\"a\",\n b]"), &plain());
    assert_eq!(mistake.position.map(|at| (at.line(), at.column())), Some((2, 2)));
    refuse::<Vec<String>>(
        &plain(),
        &[("[true]", "[0] is a boolean, not text (write \"true\" in quotes)"), ("[[]]", "[0] is a list, not text")],
    );
    refuse::<Vec<u16>>(
        &plain(),
        &[
            ("[1.0]", "[0] is not a whole number from 0 to 65535"),
            ("[null]", "[0] is null, not a whole number from 0 to 65535"),
        ],
    );
    refuse::<Vec<bool>>(
        &plain(),
        &[("[1]", "[0] is a number, not a boolean (`true` or `false`) (write true or false)")],
    );
    let position = error::<Vec<u16>>(&Raw::text("[1,\n  x2]".replace("x2", "\"x\"")), &plain()).position;
    assert_eq!(position.map(|at| (at.line(), at.column())), Some((2, 3)));
}

#[test]
fn brackets_that_are_no_json() {
    let one: SocketAddr = (Ipv6Addr::LOCALHOST, 80).into();
    accept::<Vec<SocketAddr>>(&plain(), &[("[::1]:80,[::1]:80", vec![one, one]), ("[::1]:80", vec![one])]);
    accept::<Vec<String>>(
        &plain(),
        &[("[::1]", texts(&["[::1]"])), ("[::1],[fe80::1%eth0]", texts(&["[::1]", "[fe80::1%eth0]"]))],
    );
    accept::<Vec<String>>(
        &plain(),
        &[("[::1]:80,[::1]:81", texts(&["[::1]:80", "[::1]:81"])), ("[fe80::1%eth0]", texts(&["[fe80::1%eth0]"]))],
    );
    // For other items the separated form is tried; where its first item is none either, JSON was meant.
    refuse::<Vec<u16>>(
        &plain(),
        &[(
            "[1,x]",
            "is not sound JSON: a value should stand here (text stands in double quotes; true, false and null are in lower case)",
        )],
    );
    refuse::<Vec<IpAddr>>(
        &plain(),
        &[(
            "[1.2.3.4]",
            "is not sound JSON: a comma or a closing bracket should follow (a number begins with a digit or a minus)",
        )],
    );
    accept::<Vec<Vec<u16>>>(&plain(), &[("[1],[2]", vec![vec![1], vec![2]])]);
    refuse::<Vec<Vec<u16>>>(&plain(), &[("[1", "[0][0] is not a whole number from 0 to 65535")]);
    accept::<Vec<Bracketed>>(&plain(), &[("[a],[b]", vec![Bracketed("a".into()), Bracketed("b".into())])]);
}

/// A type of its own whose text has brackets.
#[derive(Debug, PartialEq)]
struct Bracketed(String);

impl<'de> serde::Deserialize<'de> for Bracketed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bracketed;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("text in brackets")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bracketed, E> {
                let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
                inner
                    .map(|text| Bracketed(text.to_owned()))
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}

#[test]
fn tuples_and_arrays() {
    accept::<(String, u16)>(
        &plain(),
        &[("a,1", ("a".into(), 1)), ("[\"a\", 1]", ("a".into(), 1)), ("\"a,b\",2", ("a,b".into(), 2))],
    );
    accept::<[u8; 3]>(&plain(), &[("1,2,3", [1, 2, 3]), ("[1,2,3]", [1, 2, 3])]);
    accept::<[String; 2]>(&plain(), &[("a,b", ["a".into(), "b".into()])]);
    accept::<(u8,)>(&plain(), &[("1", (1,))]);
    refuse::<[u8; 3]>(
        &plain(),
        &[
            ("1,2", "is not an array of length 3"),
            ("1,2,3,4", "has more items than its type takes"),
            ("", "is not an array of length 3"),
            ("[1,2,3,4]", "has more items than its type takes"),
        ],
    );
    refuse::<(String, u16)>(
        &plain(),
        &[
            ("a", "is not a tuple of size 2"),
            ("a,b", "[1] is not a whole number from 0 to 65535"),
            ("a,1,2", "has more items than its type takes"),
        ],
    );
}

#[test]
fn secret_lists_are_not_trimmed() {
    let items = |text: &str| -> Vec<String> {
        let list: Vec<SecretString> = cast(&Raw::text(text), &secret()).unwrap();
        list.iter().map(|item| item.expose_secret().to_owned()).collect()
    };
    assert_eq!(items("a, b ,c"), ["a", " b ", "c"]);
    assert_eq!(items(""), [""; 0]);
    assert_eq!(items("\"a,b\",c"), ["a,b", "c"]);
    assert_eq!(items(" \"a\""), [" \"a\""]);
    assert_eq!(items("\"a\"\"\""), ["a\""]);
    assert_eq!(items("[\" a\",\"b\"]"), [" a", "b"]);
    let refused = |text: &str| said(&error::<Vec<SecretString>>(&Raw::text(text), &secret()));
    assert_eq!(refused("a,,b"), format!("[1] {EMPTY}"));
    assert_eq!(refused("\"a\" ,b"), "[0] goes on after its closing quote");
    assert_eq!(refused("a,\"\""), "[1] is empty");
    assert_eq!(refused("[\"a\",\"\"]"), "[1] is empty");
    assert!(error::<Vec<SecretString>>(&Raw::text("[\"a\",b]"), &secret()).position.is_none());
}

#[test]
fn trees() {
    assert_eq!(cast::<Vec<String>>(&tree("[\"a\", 1]"), &plain()), Ok(texts(&["a", "1"])));
    assert_eq!(cast::<Vec<u16>>(&tree("\"1,2\""), &plain()), Ok(vec![1, 2]));
    assert_eq!(said(&error::<Vec<u16>>(&tree("1"), &plain())), "is a number, not a list");
    assert_eq!(said(&error::<Vec<u16>>(&tree("null"), &plain())), "is null, not a list");
    assert_eq!(said(&error::<Vec<u16>>(&tree("{}"), &plain())), "is a table, not a list");
    let mistake = error::<Vec<Vec<u16>>>(&tree("[[1],\n [2, \"x\"]]"), &plain());
    assert_eq!((&*mistake.path, mistake.position.map(|at| (at.line(), at.column()))), ("[1][1]", Some((2, 6))));
}
