//! Types of other crates, as applications use them.

use std::ops::{Bound, Range, RangeInclusive};

use bytesize::ByteSize;
use camino::Utf8PathBuf;
use chrono::{DateTime, NaiveDate, Utc};
use url::Url;
use uuid::Uuid;

use super::{accept, error, plain, refuse, tree};
use crate::cast::cast;
use crate::raw::Raw;

#[test]
fn urls() {
    let url = Url::parse("https://user:pw@example.com/a?b=c").unwrap();
    accept(&plain(), &[(url.as_str(), url.clone())]);
    accept::<Option<Url>>(&plain(), &[("", None), (url.as_str(), Some(url.clone()))]);
    accept::<Vec<Url>>(
        &plain(),
        &[(
            "https://a.example, https://b.example",
            ["https://a.example", "https://b.example"].map(|url| Url::parse(url).unwrap()).into(),
        )],
    );
    let own = error::<Url>(&Raw::text("not a url"), &plain());
    assert_eq!(
        (own.clause(), own.own()),
        ("is not accepted by its type", Some("relative URL without a base: \"not a url\""))
    );
    assert_eq!(error::<Url>(&Raw::text(""), &plain()).own(), Some("relative URL without a base: \"\""));
}

#[test]
fn identifiers() {
    let id = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
    accept(&plain(), &[("67e55044-10b1-426f-9247-bb680e5fe0c8", id), ("67e5504410b1426f9247bb680e5fe0c8", id)]);
    let own = error::<Uuid>(&Raw::text("x"), &plain());
    assert!(own.own().is_some(), "{:?}", own.clause());
}

#[test]
fn dates() {
    let date = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    accept(&plain(), &[("2026-01-31", date)]);
    assert_eq!(cast(&Raw::Time("2026-01-31".into()), &plain()), Ok(date));
    let time: DateTime<Utc> = "2026-01-31T12:00:00Z".parse().unwrap();
    accept(&plain(), &[("2026-01-31T12:00:00Z", time), ("2026-01-31T14:00:00+02:00", time)]);
    assert_eq!(cast(&Raw::Time("2026-01-31T12:00:00Z".into()), &plain()), Ok(time));
    assert!(error::<NaiveDate>(&Raw::text("31.1.2026"), &plain()).own().is_some());
}

#[test]
fn sizes() {
    accept(&plain(), &[("10MiB", ByteSize::mib(10)), ("512", ByteSize(512)), ("1.5 KB", ByteSize(1500))]);
    assert_eq!(cast(&tree("512"), &plain()), Ok(ByteSize(512)));
    assert_eq!(error::<ByteSize>(&Raw::text("much"), &plain()).clause(), "is not parsable string");
}

#[test]
fn paths() {
    accept::<Utf8PathBuf>(&plain(), &[("/a b", "/a b".into())]);
    accept::<Option<Utf8PathBuf>>(&plain(), &[("", None)]);
    let control = "is not a path: it holds a control character";
    refuse::<Utf8PathBuf>(&plain(), &[("/a\n", control), ("", "is empty, not a path")]);
}

#[test]
fn ranges() {
    accept::<Range<u16>>(&plain(), &[(r#"{"start": 1, "end": 5}"#, 1..5)]);
    accept::<RangeInclusive<u16>>(&plain(), &[(r#"{"start": "1", "end": "5"}"#, 1..=5)]);
    accept::<Bound<u16>>(&plain(), &[("unbounded", Bound::Unbounded), (r#"{"Included": 5}"#, Bound::Included(5))]);
    accept::<Result<u16, String>>(&plain(), &[(r#"{"Ok": 5}"#, Ok(5)), (r#"{"Err": "x"}"#, Err("x".into()))]);
}

#[test]
fn anything() {
    use serde_json::{Value, json};
    for text in
        ["{\"a\":[1,-1,1.5,\"x\",null,true]}", "18446744073709551615", "-9223372036854775808", "[]", "\"\"", "null"]
    {
        assert_eq!(cast::<Value>(&tree(text), &plain()), Ok(serde_json::from_str(text).unwrap()), "{text}");
    }
    // Text is text, whatever it looks like.
    for text in ["1", "true", "{\"a\":1}", "[1]", "null", ""] {
        assert_eq!(cast::<Value>(&Raw::text(text), &plain()), Ok(json!(text)));
    }
    assert_eq!(cast::<Value>(&Raw::Number("0x1F".into()), &plain()), Ok(json!(31)));
    assert_eq!(cast::<Value>(&Raw::Time("1979-05-27".into()), &plain()), Ok(json!("1979-05-27")));
    assert_eq!(cast::<serde::de::IgnoredAny>(&tree("[1]"), &plain()), Ok(serde::de::IgnoredAny));
}
