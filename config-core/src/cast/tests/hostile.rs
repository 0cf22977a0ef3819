//! Input that means harm: long, deep, huge. Nothing panics, and nothing takes long.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use secrecy::SecretString;
use serde::de::DeserializeOwned;

use super::{encoded, field, plain, secret};
use crate::cast::{bytes, cast, entries, shown};
use crate::raw::{Node, Raw};
use crate::redact::redact_url_text;
use crate::schema::{Encoding, Field, Secrecy};

fn texts(length: usize) -> Vec<String> {
    let of = |part: &str| part.repeat(length / part.len());
    let mut texts: Vec<String> = [
        "a",
        "1",
        "-",
        "_",
        "0",
        ".",
        ",",
        "\"",
        "\"\"",
        "=",
        "a=",
        "a=1,",
        "[",
        "]",
        "{",
        "}",
        "[],",
        "{\"a\":",
        "\\",
        "\\n",
        "é",
        "\0",
        "\n",
        " ",
        "P",
        "T",
        "1h",
        "1h ",
        "1s",
        "9",
        "://",
        "a://",
        "a://b:c@",
        "@",
        "://u:p@h?password=x&",
        ",a://",
        "?token=",
        "&key=",
        "🦀",
        "://:",
        "://a)",
        "://a]",
        "?a",
        "a://?",
        ";a",
        "://[",
        "%70",
        "?%",
        "'",
        "a://b\"",
        "a://u:x,",
        "a://u:1,",
        ";",
        "\u{85}",
    ]
    .map(of)
    .into();
    texts.push(format!("[{}]", of("1,").trim_end_matches(',')));
    texts.push(format!("[{}]", of("a,")));
    texts.push(format!("{{{}}}", of("\"a\":1,")));
    texts.push((0..length / 10).map(|n| format!("k{n}=v,")).collect::<String>() + "k=v");
    texts.push(format!("-----BEGIN {}", of("\\n")));
    texts.push(format!("1{}", of("e9")));
    texts.push(format!("0x{}", of("f")));
    texts.push(format!("P{}D", of("9")));
    texts.push(format!("0.{}s", of("3")));
    texts.push(format!("2026-01-31T12:00:00.{}Z", of("1")));
    texts.push(format!("[::{}]", of("1")));
    texts.push(format!("a://{}", of(":@/")));
    texts
}

fn survive<T: DeserializeOwned>(text: &Raw, field: &Field) {
    drop(cast::<T>(text, field));
}

#[test]
fn long_text() {
    let fields = [
        plain(),
        secret(),
        encoded(Encoding::Base64),
        encoded(Encoding::Hex),
        encoded(Encoding::Escaped),
        field(Secrecy::Plain, |leaf| leaf.separator("ab").unit("s")),
    ];
    let types: &[fn(&Raw, &Field)] = &[
        survive::<bool>,
        survive::<u16>,
        survive::<i128>,
        survive::<f32>,
        survive::<f64>,
        survive::<char>,
        survive::<String>,
        survive::<SecretString>,
        survive::<PathBuf>,
        survive::<Duration>,
        survive::<SystemTime>,
        survive::<Vec<u8>>,
        survive::<Vec<String>>,
        survive::<Vec<Vec<String>>>,
        survive::<Vec<SecretString>>,
        survive::<BTreeMap<String, String>>,
        survive::<BTreeMap<u16, Vec<u8>>>,
        survive::<Option<std::net::SocketAddr>>,
        survive::<[u8; 3]>,
        survive::<serde_json::Value>,
        survive::<std::time::Duration>,
        survive::<std::ops::Range<u8>>,
        survive::<std::ops::Bound<u8>>,
        |raw, field| drop(bytes(raw, field)),
        |raw, field| drop(entries(raw, field)),
        |raw, _| drop(shown(raw)),
        |raw, _| drop(redact_url_text(raw.as_written().unwrap_or_default()).into_owned()),
    ];
    for text in texts(1 << 11) {
        let raw = Raw::text(text);
        for (survive, field) in types.iter().flat_map(|survive| fields.iter().map(move |field| (survive, field))) {
            survive(&raw, field);
        }
    }
}

/// What is not linear takes minutes.
#[test]
fn very_long_text() {
    type Named = (&'static str, fn(&Raw));
    let types: &[Named] = &[
        ("u16", |raw| survive::<u16>(raw, &plain())),
        ("f64", |raw| survive::<f64>(raw, &plain())),
        ("Duration", |raw| survive::<Duration>(raw, &plain())),
        ("SecretString", |raw| survive::<SecretString>(raw, &secret())),
        ("PathBuf", |raw| survive::<PathBuf>(raw, &plain())),
        ("Vec", |raw| survive::<Vec<String>>(raw, &plain())),
        ("BTreeMap", |raw| survive::<BTreeMap<String, u16>>(raw, &plain())),
        ("base64", |raw| survive::<Vec<u8>>(raw, &encoded(Encoding::Base64))),
        ("escaped", |raw| survive::<String>(raw, &encoded(Encoding::Escaped))),
        ("shown", |raw| drop(shown(raw))),
    ];
    for text in texts(1 << 17) {
        let begin: String = text.chars().take(12).collect();
        let raw = Raw::text(text);
        for (name, survive) in types {
            let start = Instant::now();
            survive(&raw);
            assert!(start.elapsed() < Duration::from_secs(5), "{name} of {begin:?} took {:?}", start.elapsed());
        }
    }
    survive::<SecretString>(&Raw::text("x".repeat(1 << 20)), &secret());
}

#[test]
fn deep_trees() {
    // A source bounds the depth of its documents; a type may still be as deep as it likes.
    #[derive(serde::Deserialize)]
    struct Endless(#[expect(dead_code)] Vec<Endless>);
    let mut raw = Raw::List(vec![]);
    for _ in 0..1_000 {
        raw = Raw::List(vec![Node::from(raw)]);
    }
    let error = cast::<Endless>(&raw, &plain()).map(|_| ()).unwrap_err();
    assert_eq!(error.clause(), "is nested too deeply");
    assert!(cast::<serde_json::Value>(&raw, &plain()).is_err());
    assert!(shown(&raw).len() < 300);
}

#[test]
fn huge_numbers() {
    for text in
        ["1e400", "-1e400", "1e-400", "1e99999999999999999999", "0x", "9".repeat(400).as_str(), "-0", "1e2147483648"]
    {
        for raw in [Raw::text(text), Raw::Number(text.into())] {
            survive::<u8>(&raw, &plain());
            survive::<i128>(&raw, &plain());
            survive::<f32>(&raw, &plain());
            survive::<f64>(&raw, &plain());
            survive::<Duration>(&raw, &field(Secrecy::Plain, |leaf| leaf.unit("w")));
            survive::<SystemTime>(&raw, &field(Secrecy::Plain, |leaf| leaf.unit("w")));
            survive::<serde_json::Value>(&raw, &plain());
        }
    }
    // Later than a platform counts.
    let late = Raw::text("18446744073709551615");
    survive::<SystemTime>(&late, &field(Secrecy::Plain, |leaf| leaf.unit("s")));
}
