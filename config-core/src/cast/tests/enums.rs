//! Enums in all forms of serde.

use std::collections::BTreeMap;

use secrecy::SecretBox;
use serde::Deserialize;
use zeroize::Zeroize;

use super::{accept, encoded, error, plain, refuse, said, secret, tree};
use crate::cast::cast;
use crate::raw::Raw;
use crate::schema::Encoding;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Info,
    #[serde(alias = "warning")]
    Warn,
    VeryLoud,
}

impl Zeroize for Level {
    fn zeroize(&mut self) {
        *self = Self::Info;
    }
}

#[derive(Debug, PartialEq, Deserialize)]
enum Case {
    #[serde(rename = "a")]
    Small,
    #[serde(rename = "A")]
    Large,
    #[serde(rename = "1.1")]
    Version,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Store {
    Memory,
    File(String),
    Both(String, u16),
    S3 { bucket: String, port: Option<u16> },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Tagged {
    Memory,
    File { path: String },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", content = "with", rename_all = "lowercase")]
enum Adjacent {
    Memory,
    File(String),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
    Table { host: String },
}

#[derive(Debug, PartialEq, Deserialize)]
enum Open {
    Known,
    #[serde(other)]
    Other,
}

#[test]
fn unit_variants() {
    accept(
        &plain(),
        &[
            ("info", Level::Info),
            ("INFO", Level::Info),
            ("Warn", Level::Warn),
            ("warning", Level::Warn),
            ("very-loud", Level::VeryLoud),
            ("Very-Loud", Level::VeryLoud),
        ],
    );
    accept(&plain(), &[("a", Case::Small), ("A", Case::Large), ("1.1", Case::Version)]);
    accept::<Vec<Level>>(&plain(), &[("info,WARN", vec![Level::Info, Level::Warn]), ("[\"info\"]", vec![Level::Info])]);
    accept::<Option<Level>>(&plain(), &[("", None), ("info", Some(Level::Info))]);
    accept::<BTreeMap<Level, u16>>(
        &plain(),
        &[("Info=1,warn=2", BTreeMap::from([(Level::Info, 1), (Level::Warn, 2)]))],
    );
    accept(&encoded(Encoding::Hex), &[("696e666f", Level::Info)]);
    accept(&plain(), &[("known", Open::Known), ("anything", Open::Other), ("", Open::Other)]);
    assert_eq!(cast(&tree("\"Info\""), &plain()), Ok(Level::Info));
    assert_eq!(cast(&tree("1.1"), &plain()), Ok(Case::Version));
    accept(&plain(), &[("{\"info\": null}", Level::Info)]);
}

#[test]
fn no_variants() {
    const NONE: &str = "is none of `info`, `warn`, `warning`, `very-loud`";
    refuse::<Level>(
        &plain(),
        &[
            ("", NONE),
            ("verbose", NONE),
            ("info ", &format!("{NONE} (did you mean `info`?)")),
            ("infos", &format!("{NONE} (did you mean `info`?)")),
            ("ifno", &format!("{NONE} (did you mean `info`?)")),
            ("very_loud", &format!("{NONE} (did you mean `very-loud`?)")),
            ("VeryLoud", &format!("{NONE} (did you mean `very-loud`?)")),
        ],
    );
    refuse::<Vec<Level>>(&plain(), &[("info,x", &format!("[1] {NONE}"))]);
    // How near a secret comes to a variant says what it is.
    let error_of_secret = error::<SecretBox<Level>>(&Raw::text("infos"), &secret());
    assert_eq!(said(&error_of_secret), NONE);
    for (json, expected) in [
        ("true", "is a boolean, not the name of a variant (write \"true\" in quotes)"),
        ("null", "is null, not the name of a variant"),
        ("[\"info\"]", "is a list, not the name of a variant"),
        ("{}", "is not a table of one member, the name of a variant"),
        ("{\"info\": null, \"warn\": null}", "is not a table of one member, the name of a variant"),
        ("{\"info\": 1}", ".info is a number, not empty"),
    ] {
        assert_eq!(said(&error::<Level>(&tree(json), &plain())), expected, "{json}");
    }
}

#[test]
fn variants_that_hold_more() {
    let s3 = || Store::S3 { bucket: "b".into(), port: Some(1) };
    let cases = [
        ("memory", Store::Memory),
        ("{\"file\": \"/x\"}", Store::File("/x".into())),
        ("{\"both\": [\"a\", 1]}", Store::Both("a".into(), 1)),
        ("{\"both\": \"a,1\"}", Store::Both("a".into(), 1)),
        ("{\"s3\": {\"bucket\": \"b\", \"port\": \"1\"}}", s3()),
        ("{\"S3\": {\"bucket\": \"b\", \"port\": 1}}", s3()),
    ];
    accept(&plain(), &cases);
    for (json, expected) in &cases[1..] {
        assert_eq!(cast::<Store>(&tree(json), &plain()).as_ref(), Ok(expected));
    }
    refuse::<Store>(
        &plain(),
        &[
            ("file", "is the name of a variant that holds more (write JSON: {\"name of the variant\": ..})"),
            ("{\"s3\": {}}", ".s3 has no member `bucket`"),
            ("{\"s3\": {\"bucket\": \"b\", \"port\": \"x\"}}", ".s3.port is not a whole number from 0 to 65535"),
            ("{\"both\": [\"a\", \"x\"]}", ".both[1] is not a whole number from 0 to 65535"),
            ("{\"both\": [\"a\", 1, 2]}", ".both has more items than its type takes"),
            ("{\"file\": true}", ".file is a boolean, not text (write \"true\" in quotes)"),
            ("{\"gcs\": 1}", "is none of `memory`, `file`, `both`, `s3`"),
            ("{\"file\"", "is not sound JSON: a colon should follow the key (the document ends too early)"),
        ],
    );
}

#[test]
fn tags_inside_and_beside() {
    accept(
        &plain(),
        &[
            ("{\"kind\": \"file\", \"path\": \"/x\"}", Tagged::File { path: "/x".into() }),
            ("{\"kind\": \"memory\"}", Tagged::Memory),
        ],
    );
    accept(
        &plain(),
        &[
            ("{\"kind\": \"file\", \"with\": \"/x\"}", Adjacent::File("/x".into())),
            ("{\"kind\": \"memory\"}", Adjacent::Memory),
        ],
    );
    assert_eq!(cast(&tree("{\"kind\": \"file\", \"path\": \"/x\"}"), &plain()), Ok(Tagged::File { path: "/x".into() }));
    refuse::<Tagged>(
        &plain(),
        &[
            ("memory", "is not internally tagged enum Tagged"),
            ("{}", "has no member `kind`"),
            ("{\"kind\": \"x\"}", ".kind is none of `memory`, `file`"),
            ("{\"kind\": \"file\"}", "has no member `path`"),
        ],
    );
    refuse::<Adjacent>(&plain(), &[("memory", "is not a table (write JSON: {\"name\": \"value\"})")]);
}

#[test]
fn without_a_tag() {
    accept(
        &plain(),
        &[
            ("a", OneOrMany::One("a".into())),
            ("", OneOrMany::One(String::new())),
            ("a,b", OneOrMany::One("a,b".into())),
            ("[\"a\", \"b\"]", OneOrMany::Many(vec!["a".into(), "b".into()])),
            ("{\"host\": \"h\"}", OneOrMany::Table { host: "h".into() }),
            // What is no JSON is text.
            ("{template}", OneOrMany::One("{template}".into())),
            ("[a]", OneOrMany::One("[a]".into())),
        ],
    );
    assert_eq!(cast(&tree("[\"a\"]"), &plain()), Ok(OneOrMany::Many(vec!["a".into()])));
    let none = error::<OneOrMany>(&tree("1"), &plain());
    assert_eq!(
        (none.clause(), none.own()),
        ("is not accepted by its type", Some("data did not match any variant of untagged enum OneOrMany"))
    );
}
