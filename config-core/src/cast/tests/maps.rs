//! Maps.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::{accept, error, field, plain, refuse, said, secret, tree};
use crate::cast::{cast, entries};
use crate::raw::{Position, Raw};
use crate::schema::Secrecy;

type Texts = BTreeMap<String, String>;

fn texts(members: &[(&str, &str)]) -> Texts {
    members.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn separated_text() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("", &[]),
        ("a=1", &[("a", "1")]),
        ("a=1,b=2", &[("a", "1"), ("b", "2")]),
        (" a = 1 , b = 2 ", &[("a", "1"), ("b", "2")]),
        ("a=b=c", &[("a", "b=c")]),
        ("a=", &[("a", "")]),
        ("a=,b=", &[("a", ""), ("b", "")]),
        ("a=\"1,2\",b=3", &[("a", "1,2"), ("b", "3")]),
        ("\"a,b=c\"=d", &[("a,b=c", "d")]),
        ("\"a\" = \"b\"", &[("a", "b")]),
        ("a=\"x\"\"y\"", &[("a", "x\"y")]),
        ("a=YQ==,b=1", &[("a", "YQ=="), ("b", "1")]),
        ("a=[1]", &[("a", "[1]")]),
        ("a=\"\"", &[("a", "")]),
        ("\"k\"\"k\"=v", &[("k\"k", "v")]),
        ("a b=c d", &[("a b", "c d")]),
    ];
    for (text, members) in cases {
        accept(&plain(), &[(text, texts(members))]);
        let whole: Texts = entries(&Raw::text(*text), &plain())
            .unwrap()
            .into_iter()
            .map(|(key, node)| (key, cast(&node.value, &plain()).unwrap()))
            .collect();
        assert_eq!(whole, texts(members), "{text}");
    }
    accept::<HashMap<String, u16>>(&plain(), &[("a=1,b=0x10", HashMap::from([("a".into(), 1), ("b".into(), 16)]))]);
    accept::<HashMap<u16, bool>>(&plain(), &[("80=on,443=off", HashMap::from([(80, true), (443, false)]))]);
    accept::<BTreeMap<char, Duration>>(
        &plain(),
        &[("a=1s,b=2m", BTreeMap::from([('a', Duration::from_secs(1)), ('b', Duration::from_secs(120))]))],
    );
    accept::<BTreeMap<IpAddr, i8>>(&plain(), &[("::1=-1", BTreeMap::from([("::1".parse().unwrap(), -1)]))]);
    accept::<BTreeMap<bool, ()>>(&plain(), &[("true=", BTreeMap::from([(true, ())]))]);
    accept::<BTreeMap<String, Vec<u16>>>(
        &plain(),
        &[("a=\"1,2\",b=3", BTreeMap::from([("a".into(), vec![1, 2]), ("b".into(), vec![3])]))],
    );
    accept::<BTreeMap<String, Option<u16>>>(
        &plain(),
        &[("a=,b=1", BTreeMap::from([("a".into(), None), ("b".into(), Some(1))]))],
    );
    accept(&field(Secrecy::Plain, |leaf| leaf.separator(";")), &[("a=1,2;b=3", texts(&[("a", "1,2"), ("b", "3")]))]);
}

#[test]
fn json_text() {
    accept(
        &plain(),
        &[
            ("{}", texts(&[])),
            ("{\"a\": \"1\"}", texts(&[("a", "1")])),
            ("{\"a\": 1, \"b,c\": \"=\"}", texts(&[("a", "1"), ("b,c", "=")])),
            ("{\n \"\\u00e9\": \"\\n\" }", texts(&[("é", "\n")])),
            ("{\"\":\"\"}", texts(&[("", "")])),
        ],
    );
    accept::<BTreeMap<u16, Vec<u16>>>(&plain(), &[("{\"80\": [1, 2]}", BTreeMap::from([(80, vec![1, 2])]))]);
    let position = error::<BTreeMap<String, u16>>(&Raw::text("{\"a\": 1,\n \"b\": \"x\"}"), &plain()).position;
    assert_eq!(position.map(|at| (at.line(), at.column())), Some((2, 2)));
}

#[test]
fn bad_entries() {
    refuse::<BTreeMap<String, u16>>(
        &plain(),
        &[
            ("a", "[0] is no entry of the form `key=value`"),
            ("a=1,b", "[1] is no entry of the form `key=value`"),
            ("a=1,", "[1] is an empty entry"),
            (",a=1", "[0] is an empty entry"),
            (" ", "[0] is an empty entry"),
            ("=1", "[0] is an entry without a key"),
            ("a=1,a=2", ".a is given twice"),
            ("a=1,\"a\"=2", ".a is given twice"),
            ("a=x", ".a is not a whole number from 0 to 65535"),
            ("a=", ".a is empty, not a whole number from 0 to 65535"),
            ("a=\"1", "[0] has no closing quote"),
            ("\"a=1", "[0] has no closing quote"),
            ("a=\"1\"2", "[0] goes on after its closing quote"),
            ("\"a\"b=1", "[0] is no entry of the form `key=value`"),
            ("a\nb=x", ".a\\nb is not a whole number from 0 to 65535"),
            ("{\"a\": 1", "is not sound JSON: this table is never closed"),
            ("{\"a\": 1, \"a\": 2}", "is not sound JSON: `a` in line 1 is already given in line 1"),
            ("{\"a\": \"x\"}", ".a is not a whole number from 0 to 65535"),
            ("[1]", "[0] is no entry of the form `key=value`"),
        ],
    );
    refuse::<BTreeMap<u8, u16>>(
        &plain(),
        &[("256=1", ".256 is outside the range from 0 to 255"), ("x=1", ".x is not a whole number from 0 to 255")],
    );
}

#[test]
fn keys_of_secret_text_are_not_said() {
    let refused = |text: &str| said(&error::<BTreeMap<String, u16>>(&Raw::text(text), &secret()));
    assert_eq!(refused("a=1,hunter2=x"), "[1] is not a whole number from 0 to 65535");
    assert_eq!(refused("{\"hunter2\": \"x\"}"), "[0] is not a whole number from 0 to 65535");
    assert_eq!(refused("hunter2=1,hunter2=2"), "[1] is given twice");
    assert_eq!(refused("{\"hunter2\": 1, \"hunter2\": 2}"), "is not sound JSON");
    let key = |text: &str| said(&error::<BTreeMap<u8, u16>>(&Raw::text(text), &secret()));
    assert_eq!(key("hunter2=1"), "[0] is not a whole number from 0 to 255");
    // The keys of a document are its names, and no part of a value.
    let tree = tree("{\"internal\": {\"name\": \"x\"}}");
    let error = error::<BTreeMap<String, BTreeMap<String, u16>>>(&tree, &secret());
    assert_eq!(said(&error), ".internal.name is not a whole number from 0 to 65535");
    let values: BTreeMap<String, SecretString> = cast(&Raw::text("a= x ,b=y"), &secret()).unwrap();
    let values: Vec<_> = values.iter().map(|(key, value)| (key.as_str(), value.expose_secret())).collect();
    assert_eq!(values, [("a", " x "), ("b", "y")]);
}

#[test]
fn whole_maps() {
    let taken = entries(&Raw::text("{\"a\": [1], \"b\": \"x\"}"), &plain()).unwrap();
    assert_eq!(taken.len(), 2);
    assert_eq!(taken[1].1.position.map(Position::column), Some(12));
    let secret_members = entries(&Raw::text("{\"a\": 1}"), &secret()).unwrap();
    assert_eq!(secret_members[0].1.position, None);
    for (text, clause) in [
        ("a=1,a=2", "[1] is given twice"),
        ("x", "[0] is no entry of the form `key=value`"),
        ("{", "is not sound JSON: this table is never closed"),
    ] {
        assert_eq!(
            entries(&Raw::text(text), &plain())
                .map_err(|error| error.path.to_string() + " " + error.clause())
                .unwrap_err()
                .trim(),
            clause
        );
    }
    assert_eq!(said(&entries(&Raw::Null, &plain()).unwrap_err()), "is null, not a table");
}

#[test]
fn trees() {
    assert_eq!(cast(&tree("{\"a\": \"x\", \"b\": 1}"), &plain()), Ok(texts(&[("a", "x"), ("b", "1")])));
    assert_eq!(cast(&tree("\"a=1\""), &plain()), Ok(texts(&[("a", "1")])));
    assert_eq!(said(&error::<Texts>(&tree("[]"), &plain())), "is a list, not a table");
    assert_eq!(said(&error::<Texts>(&tree("null"), &plain())), "is null, not a table");
    let mistake = error::<BTreeMap<String, Vec<u16>>>(&tree("{\"a\": [1, \"x\"]}"), &plain());
    assert_eq!((&*mistake.path, mistake.position.map(Position::column)), (".a[1]", Some(11)));
}
