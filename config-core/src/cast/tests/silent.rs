//! No error holds a part of the value.

use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use secrecy::{SecretBox, SecretString};
use serde::de::{DeserializeOwned, Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use super::{field, plain, secret};
use crate::cast::{CastError, Fix, bytes, cast, from_text};
use crate::raw::{Node, Raw};
use crate::schema::{Encoding, Field, Secrecy};

/// Its letters stand next to each other in no word of ours.
const CANARY: &str = "qzXjKvWq";

/// Texts in which the canary stands where some type may stumble upon it.
const SHAPES: &[&str] = &[
    "qzXjKvWq",
    "qzXjKvWq\n",
    " qzXjKvWq",
    "\"qzXjKvWq\"",
    "\"qzXjKvWq",
    "1,qzXjKvWq",
    "qzXjKvWq,,x",
    "a=qzXjKvWq",
    "qzXjKvWq=a",
    "a=1,qzXjKvWq",
    "qzXjKvWq=1,qzXjKvWq=2",
    "{\"a\": \"qzXjKvWq\"}",
    "{\"qzXjKvWq\": 1}",
    "{\"qzXjKvWq\": 1, \"qzXjKvWq\": 2}",
    "{\"qzXjKvWq\"",
    "{qzXjKvWq}",
    "[qzXjKvWq]",
    "[\"qzXjKvWq\"]",
    "[\"qzXjKvWq\", ",
    "[[\"qzXjKvWq\"]]",
    "{\"level\": \"qzXjKvWq\"}",
    "{\"level\": {\"qzXjKvWq\": 1}}",
    "1qzXjKvWq",
    "0xqzXjKvWq",
    "PqzXjKvWq",
    "30qzXjKvWq",
    "1h qzXjKvWq",
    "2026-01-31TqzXjKvWq",
    "-----BEGIN qzXjKvWq\\n",
    "\0qzXjKvWq",
    "qzXjKvWq://qzXjKvWq",
    "\\qzXjKvWq",
    "1.qzXjKvWq",
    "{\"secs\": 1, \"qzXjKvWq\": 1}",
];

fn check_error(error: &CastError, context: &str) {
    let mut said = format!("{error} {error:?} {error:#?} {} {}", error.clause(), error.path);
    match &error.fix {
        Some(Fix::Say(help)) => said.push_str(help),
        Some(Fix::Write(lead, _)) => said.push_str(lead),
        None => {}
    }
    let source = std::error::Error::source(error).map(ToString::to_string);
    assert_eq!(source, None);
    for part in CANARY.as_bytes().windows(3) {
        let part = std::str::from_utf8(part).unwrap();
        assert!(!said.contains(part), "{context}: {said}");
    }
}

/// The type refuses or takes each shape, from text and inside of trees, and says nothing of it.
fn check<T: DeserializeOwned>(refused: &mut u32) {
    let secrets = [
        secret(),
        field(Secrecy::Opaque, |leaf| leaf),
        field(Secrecy::Secret, |leaf| leaf.unit("s").separator(";")),
        field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Base64)),
        field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Hex)),
        field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Escaped)),
    ];
    for shape in SHAPES {
        let text = || Raw::text(*shape);
        let trees = [
            text(),
            Raw::Number((*shape).into()),
            Raw::Time((*shape).into()),
            Raw::Bytes(crate::secret::RawBytes::new([shape.as_bytes(), &[0xff]].concat())),
            Raw::List(vec![Node::from(text())]),
            Raw::Map(vec![("level".into(), text().into())]),
            Raw::Map(vec![("a".into(), Raw::List(vec![text().into()]).into())]),
        ];
        for (field, raw) in secrets.iter().flat_map(|field| trees.iter().map(move |raw| (field, raw))) {
            if let Err(error) = cast::<T>(raw, field) {
                *refused += 1;
                check_error(&error, std::any::type_name::<T>());
            }
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code)]
enum Level {
    Info,
    Loud(u16),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code)]
struct Strict {
    level: Level,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "level")]
#[expect(dead_code)]
enum Tagged {
    Info { a: u16 },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code)]
enum Untagged {
    Number(u16),
    Table(Strict),
}

/// Puts the value into every error that serde has.
#[derive(Debug)]
struct Talkative<const KIND: u8>;

impl<'de, const KIND: u8> Deserialize<'de> for Talkative<KIND> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Told<const KIND: u8>;
        impl<const KIND: u8> Visitor<'_> for Told<KIND> {
            type Value = Talkative<KIND>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything else")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                let told = format!("something other than {text}, which {text} is");
                Err(match KIND {
                    0 => E::custom(told),
                    1 => E::invalid_value(Unexpected::Str(text), &told.as_str()),
                    2 => E::invalid_type(Unexpected::Other(text), &told.as_str()),
                    3 => E::invalid_length(3, &told.as_str()),
                    4 => E::unknown_variant(text, &["a", "b"]),
                    5 => E::unknown_field(text, &["a", "b"]),
                    6 => E::invalid_type(Unexpected::Str(text), &self),
                    _ => E::custom(format_args!("{}", text.repeat(1000))),
                })
            }
        }
        deserializer.deserialize_str(Told::<KIND>)
    }
}

#[test]
fn every_type_keeps_quiet() {
    let mut refused = 0;
    let checks: &[fn(&mut u32)] = &[
        check::<bool>,
        check::<u16>,
        check::<i128>,
        check::<f64>,
        check::<char>,
        check::<String>,
        check::<SecretString>,
        check::<PathBuf>,
        check::<Duration>,
        check::<SystemTime>,
        check::<IpAddr>,
        check::<SocketAddr>,
        check::<()>,
        check::<Vec<u16>>,
        check::<Vec<String>>,
        check::<Vec<SecretString>>,
        check::<Vec<IpAddr>>,
        check::<[u8; 3]>,
        check::<(u16, String)>,
        check::<BTreeMap<String, u16>>,
        check::<BTreeMap<u16, String>>,
        check::<BTreeMap<String, Vec<u16>>>,
        check::<Level>,
        check::<Strict>,
        check::<Tagged>,
        check::<Untagged>,
        check::<Option<Vec<Strict>>>,
        check::<SecretBox<u32>>,
        check::<url::Url>,
        check::<uuid::Uuid>,
        check::<bytesize::ByteSize>,
        check::<chrono::NaiveDate>,
        check::<std::ffi::CString>,
        check::<std::num::NonZeroU8>,
        check::<BTreeMap<String, BTreeMap<String, bool>>>,
        check::<std::ops::Range<u8>>,
        check::<Talkative<0>>,
        check::<Talkative<1>>,
        check::<Talkative<2>>,
        check::<Talkative<3>>,
        check::<Talkative<4>>,
        check::<Talkative<5>>,
        check::<Talkative<6>>,
        check::<Talkative<7>>,
        check::<Vec<Talkative<1>>>,
        check::<BTreeMap<String, Talkative<2>>>,
        check::<Option<Talkative<3>>>,
        // Values that are shown still do not stand in the clause: the report puts them before it.
        |refused| {
            for shape in SHAPES {
                if let Err(error) =
                    bytes(&Raw::text(*shape), &field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Hex)))
                {
                    *refused += 1;
                    check_error(&error, "bytes");
                }
                let failing = |text: &str| Err::<(), String>(text.to_owned());
                check_error(&from_text(&Raw::text(*shape), &secret(), failing).unwrap_err(), "a function");
            }
        },
    ];
    for check in checks {
        check(&mut refused);
    }
    assert!(refused > 10_000, "{refused}");
}

#[test]
fn what_a_type_says_is_kept_apart() {
    let own = |error: CastError| error.own().map(str::to_owned).unwrap_or_default();
    let told = "something other than qzXjKvWq, which qzXjKvWq is";
    let of = |field: &Field| {
        [
            cast::<Talkative<0>>(&Raw::text(CANARY), field).unwrap_err(),
            cast::<Talkative<1>>(&Raw::text(CANARY), field).unwrap_err(),
            cast::<Talkative<2>>(&Raw::text(CANARY), field).unwrap_err(),
        ]
    };
    for field in [plain(), secret()] {
        for error in of(&field) {
            assert_eq!(error.clause(), "is not accepted by its type");
            assert_eq!(own(error), told);
        }
    }
    // One letter is found too.
    let short = cast::<Talkative<1>>(&Raw::text("q"), &secret()).unwrap_err();
    assert_eq!(short.clause(), "is not accepted by its type");
    // An expectation that says nothing of the value is the clause.
    let quiet = cast::<Talkative<6>>(&Raw::text(CANARY), &secret()).unwrap_err();
    assert_eq!((quiet.clause(), quiet.own()), ("is not anything else", None));
    let long = own(cast::<Talkative<7>>(&Raw::text(CANARY), &secret()).unwrap_err());
    assert_eq!(long.len(), 512);
}
