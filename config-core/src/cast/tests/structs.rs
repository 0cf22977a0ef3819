//! Structs that derive `Deserialize`, from trees and from JSON text.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::{accept, encoded, error, plain, refuse, said, secret, tree};
use crate::cast::cast;
use crate::raw::Raw;
use crate::schema::Encoding;

#[derive(Debug, PartialEq, Deserialize)]
struct Pool {
    size: u16,
    timeout: Option<Duration>,
    #[serde(default)]
    tags: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Strict {
    max_size: u8,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat {
    name: String,
    #[serde(flatten)]
    rest: BTreeMap<String, u16>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Port(u16);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(transparent)]
struct Name {
    inner: String,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pair(String, u16);

#[derive(Debug, PartialEq, Deserialize)]
struct Nothing;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(try_from = "u16")]
struct Even(u16);

impl TryFrom<u16> for Even {
    type Error = String;

    fn try_from(number: u16) -> Result<Self, String> {
        if number.is_multiple_of(2) { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
    }
}

#[derive(Debug, Deserialize)]
struct Tree {
    children: Vec<Tree>,
}

/// Holds itself by way of a list alone.
#[derive(Debug, Deserialize)]
struct Endless(#[expect(dead_code)] Vec<Endless>);

const POOL: &str = r#"{"size": 5, "timeout": "1m", "tags": ["a"]}"#;

fn pool() -> Pool {
    Pool { size: 5, timeout: Some(Duration::from_secs(60)), tags: vec!["a".into()] }
}

#[test]
fn structs() {
    accept(&plain(), &[(POOL, pool()), (r#"{"size": "5"}"#, Pool { size: 5, timeout: None, tags: vec![] })]);
    assert_eq!(cast(&tree(POOL), &plain()), Ok(pool()));
    // Text in a tree is read as text is: `tags` of a table may be separated.
    let tags = tree(r#"{"size": 5, "timeout": "", "tags": "a, b", "more": {}}"#);
    assert_eq!(cast(&tags, &plain()), Ok(Pool { timeout: None, tags: vec!["a".into(), "b".into()], ..pool() }));
    accept::<Vec<Pool>>(&plain(), &[(&format!("[{POOL}, {POOL}]"), vec![pool(), pool()])]);
    accept(&plain(), &[(r#"{"a": {"max-size": 1}}"#, BTreeMap::from([("a".to_owned(), Strict { max_size: 1 })]))]);
    // {"max-size":1}
    accept(&encoded(Encoding::Base64), &[("eyJtYXgtc2l6ZSI6MX0=", Strict { max_size: 1 })]);
    accept::<Option<Pool>>(&plain(), &[("", None), (POOL, Some(pool()))]);
}

#[test]
fn bad_structs() {
    const HELP: &str = "(write JSON: {\"name\": \"value\"})";
    refuse::<Pool>(
        &plain(),
        &[
            ("", &format!("is empty, not a table {HELP}")),
            ("x", &format!("is not a table {HELP}")),
            ("size=5", &format!("is not a table {HELP}")),
            ("[5]", &format!("is not a table {HELP}")),
            ("{}", "has no member `size`"),
            ("{\"size\": \"x\"}", ".size is not a whole number from 0 to 65535"),
            ("{\"size\": 1, \"size\": 2}", "is not sound JSON: `size` in line 1 is already given in line 1"),
            ("{\"size\": 1, \"timeout\": 30}", ".timeout is a number without a unit (add a unit: `30s`)"),
            ("{\"size\": 1, \"tags\": [\"a\", null]}", ".tags[1] is null, not text"),
            (
                "{'size': 1}",
                "is not sound JSON: a key in double quotes should stand here (JSON knows double quotes alone)",
            ),
        ],
    );
    refuse::<Strict>(
        &plain(),
        &[
            ("{\"max-size\": 300}", ".max-size is outside the range from 0 to 255"),
            (
                "{\"max-sise\": 1}",
                ".max-sise is no member of its type, which has `max-size` (did you mean `max-size`?)",
            ),
            ("{\"hunter\": 1}", ".hunter is no member of its type, which has `max-size`"),
        ],
    );
    // In secret text a key may be a part of the secret; what the program knows is none.
    assert_eq!(
        said(&error::<Strict>(&Raw::text("{\"max-sise\": 1}"), &secret())),
        "[0] is no member of its type, which has `max-size`"
    );
    assert_eq!(
        said(&error::<Strict>(&Raw::text("{\"max-size\": 300}"), &secret())),
        ".max-size is outside the range from 0 to 255"
    );
    assert_eq!(said(&error::<Pool>(&tree("[1, \"1s\", []]"), &plain())), "is a list, not a table");
}

#[test]
fn other_forms() {
    accept(&plain(), &[("8080", Port(8080))]);
    accept(&plain(), &[("a", Name { inner: "a".into() })]);
    accept(&plain(), &[("a,1", Pair("a".into(), 1)), ("[\"a\", 1]", Pair("a".into(), 1))]);
    accept(&plain(), &[("", Nothing)]);
    accept(&plain(), &[("4", Even(4))]);
    accept::<Vec<Port>>(&plain(), &[("1,2", vec![Port(1), Port(2)])]);
    accept::<BTreeMap<String, Even>>(&plain(), &[("a=2", BTreeMap::from([("a".into(), Even(2))]))]);
    refuse::<Port>(&plain(), &[("x", "is not a whole number from 0 to 65535")]);
    refuse::<Pair>(
        &plain(),
        &[("a", "is not tuple struct Pair with 2 elements"), ("a,1,2", "has more items than its type takes")],
    );
    refuse::<Nothing>(&plain(), &[("x", "is not empty")]);
    let odd = error::<Even>(&Raw::text("3"), &plain());
    assert_eq!((odd.clause(), odd.own()), ("is not accepted by its type", Some("3 is odd")));
}

#[test]
fn flattened_structs() {
    let flat = || Flat { name: "x".into(), rest: BTreeMap::from([("a".into(), 1)]) };
    accept(&plain(), &[(r#"{"name": "x", "a": 1}"#, flat())]);
    assert_eq!(cast(&tree(r#"{"a": 1, "name": "x"}"#), &plain()), Ok(flat()));
    refuse::<Flat>(
        &plain(),
        &[(r#"{"name": "x", "a": "y"}"#, "is not a whole number from 0 to 65535"), ("{}", "has no member `name`")],
    );
    assert_eq!(
        said(&error::<Flat>(&tree(r#"{"name": "x", "a": true}"#), &plain())),
        "is a boolean, not a whole number from 0 to 65535"
    );
}

#[test]
fn types_that_hold_themselves() {
    let mut text = String::from("[]");
    for _ in 0..60 {
        text = format!("[{{\"children\": {text}}}]");
    }
    let nested = format!("{{\"children\": {text}}}");
    let tree: Tree = cast(&Raw::text(nested), &plain()).unwrap();
    assert_eq!(tree.children.len(), 1);
    let deep = format!("{}{}", "{\"children\": [".repeat(200), "]}".repeat(200));
    refuse::<Tree>(&plain(), &[(&deep, "is not sound JSON: more than 128 tables or lists in each other")]);
    // Text is its own first item, for ever.
    let error = error::<Endless>(&Raw::text("x"), &plain());
    assert_eq!(error.clause(), "is nested too deeply");
}
