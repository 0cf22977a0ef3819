//! Text, paths, bytes, and functions of text.

use std::borrow::Cow;
use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretBox, SecretString};

use super::{accept, encoded, error, field, plain, refuse, said, secret};
use crate::cast::{bytes, cast, from_text};
use crate::raw::Raw;
use crate::schema::{Encoding, Leaf, Secrecy};
use crate::secret::RawBytes;

/// Text that other libraries make something else of.
const AS_IS: &[&str] = &[
    "",
    " ",
    "0123",
    "1e3",
    "true",
    "null",
    "~",
    "[]",
    "[1]",
    "{}",
    "{\"a\":1}",
    "a,b",
    "\"quoted\"",
    "'quoted'",
    " pad ",
    "line\nbreak",
    "pa$$w${x}",
    "\\n",
    "%20",
    "ref+x",
    "\u{feff}bom",
    "é🦀",
    "\0",
    "-----BEGIN X-----\\nabc",
];

#[test]
fn text_stays_as_it_is() {
    for text in AS_IS {
        accept::<String>(&plain(), &[(text, (*text).to_owned())]);
        accept::<Box<str>>(&plain(), &[(text, (*text).into())]);
        accept::<Cow<'static, str>>(&plain(), &[(text, Cow::Borrowed(text))]);
    }
}

#[test]
fn secret_text_stays_as_it_is() {
    for text in AS_IS.iter().filter(|text| !text.is_empty() && !text.starts_with("-----")) {
        let value: SecretString = cast(&Raw::text(*text), &secret()).unwrap();
        assert_eq!(value.expose_secret(), *text);
    }
    let value: SecretBox<u32> = cast(&Raw::text("7"), &secret()).unwrap();
    assert_eq!(*value.expose_secret(), 7);
    let none: Option<SecretString> = cast(&Raw::text(""), &secret()).unwrap();
    assert!(none.is_none());
}

#[test]
fn empty_secrets() {
    assert_eq!(said(&error::<SecretString>(&Raw::text(""), &secret())), "is empty");
    assert_eq!(said(&error::<SecretBox<String>>(&Raw::text(""), &secret())), "is empty");
    let allow_empty = field(Secrecy::Secret, Leaf::allow_empty);
    assert_eq!(cast::<SecretString>(&Raw::text(""), &allow_empty).unwrap().expose_secret(), "");
    let some: Option<SecretString> = cast(&Raw::text(""), &allow_empty).unwrap();
    assert!(some.is_some());
}

#[test]
fn keys_whose_line_breaks_were_lost() {
    let lost = "is a PEM text whose line breaks are written as the two characters \\n \
                (write real line breaks, or give the field encoding = \"escaped\")";
    let key = "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n";
    assert_eq!(said(&error::<SecretString>(&Raw::text(key), &secret())), lost);
    assert_eq!(said(&error::<Option<SecretString>>(&Raw::text(key), &secret())), lost);
    assert_eq!(said(&error::<Vec<SecretString>>(&Raw::text(key), &secret())), format!("[0] {lost}"));
    assert_eq!(said(&from_text(&Raw::text(key), &secret(), str::parse::<String>).unwrap_err()), lost);
    // With a line break in it, the two characters are a part of the text.
    let mixed = "-----BEGIN X-----\n\\n";
    assert_eq!(cast::<SecretString>(&Raw::text(mixed), &secret()).unwrap().expose_secret(), mixed);
    let escaped = field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Escaped));
    let decoded = cast::<SecretString>(&Raw::text(key), &escaped).unwrap();
    assert_eq!(decoded.expose_secret(), key.replace("\\n", "\n"));
}

#[test]
fn paths() {
    for text in ["/", "a", "./a b", "~/x", "C:\\x", "é", "a,b", "[a]", "with\u{a0}space"] {
        accept::<PathBuf>(&plain(), &[(text, text.into())]);
        accept::<Box<Path>>(&plain(), &[(text, PathBuf::from(text).into_boxed_path())]);
        accept::<Option<PathBuf>>(&plain(), &[(text, Some(text.into()))]);
    }
    accept::<Vec<PathBuf>>(&plain(), &[("/a,/b", vec!["/a".into(), "/b".into()]), ("[\"/a\"]", vec!["/a".into()])]);
    const NOT: &str = "is not a path: it holds a control character";
    for text in ["a\n", "\0", "\ta", "a\u{7f}", "a\u{85}", "\u{9f}"] {
        refuse::<PathBuf>(&plain(), &[(text, NOT)]);
        refuse::<Option<PathBuf>>(&plain(), &[(text, NOT)]);
        refuse::<Option<Box<Path>>>(&plain(), &[(text, NOT)]);
        refuse::<(String, PathBuf)>(&plain(), &[(&format!("\"\n\",\"{text}\""), &format!("[1] {NOT}"))]);
        accept::<String>(&plain(), &[(text, text.to_owned())]);
    }
    refuse::<Vec<PathBuf>>(&plain(), &[("a,\"b\n\"", &format!("[1] {NOT}"))]);
    refuse::<PathBuf>(&plain(), &[("", "is empty, not a path")]);
    accept::<Option<PathBuf>>(&plain(), &[("", None)]);
}

#[test]
fn addresses() {
    accept::<IpAddr>(&plain(), &[("127.0.0.1", Ipv4Addr::LOCALHOST.into()), ("::1", Ipv6Addr::LOCALHOST.into())]);
    accept::<Ipv4Addr>(&plain(), &[("0.0.0.0", Ipv4Addr::UNSPECIFIED)]);
    accept::<SocketAddr>(
        &plain(),
        &[("[::1]:80", (Ipv6Addr::LOCALHOST, 80).into()), ("1.2.3.4:5", ([1, 2, 3, 4], 5).into())],
    );
    for text in ["", "localhost", "127.0.0.1:80", "256.0.0.1"] {
        refuse::<IpAddr>(&plain(), &[(text, "is not accepted by its type")]);
    }
    assert_eq!(error::<IpAddr>(&Raw::text("x"), &plain()).own(), Some("invalid IP address syntax"));
}

#[test]
fn raw_bytes() {
    let cases: &[(Raw, &[u8])] = &[
        (Raw::text("abc"), b"abc"),
        (Raw::text(" \n"), b" \n"),
        (Raw::text("[1,2]"), b"[1,2]"),
        (Raw::Bytes(RawBytes::new(vec![0xff, 0, 0xfe])), &[0xff, 0, 0xfe]),
        (Raw::Number("0123".into()), b"0123"),
        (super::tree("[0, 255]"), &[0, 255]),
    ];
    for (raw, expected) in cases {
        let value = bytes(raw, &secret()).unwrap();
        assert_eq!((value.as_slice(), value.capacity()), (*expected, expected.len()));
    }
    let refused: &[(Raw, &str)] = &[
        (Raw::text(""), "is empty"),
        (Raw::Null, "is null, not text or bytes"),
        (Raw::Bool(true), "is a boolean, not text or bytes"),
        (super::tree("[1, 256]"), "[1] is outside the range from 0 to 255"),
        (super::tree("[\"a\"]"), "[0] is text, not a whole number from 0 to 255"),
        (super::tree("{}"), "is a table, not text or bytes"),
    ];
    for (raw, expected) in refused {
        assert_eq!(said(&bytes(raw, &secret()).unwrap_err()), *expected);
    }
    assert!(bytes(&Raw::text(""), &plain()).unwrap().is_empty());
}

#[test]
fn byte_strings() {
    let value: CString = cast(&Raw::text("abc"), &plain()).unwrap();
    assert_eq!(value.as_bytes(), b"abc");
    let value: CString = cast(&Raw::text("YWJj"), &encoded(Encoding::Base64)).unwrap();
    assert_eq!(value.as_bytes(), b"abc");
}

#[test]
fn functions_of_text() {
    let parse = |text: &str| text.strip_prefix('#').ok_or("wants a #").map(str::to_owned);
    assert_eq!(from_text(&Raw::text("#a"), &plain(), parse).unwrap(), "a");
    assert_eq!(from_text(&Raw::Number("#1".into()), &plain(), parse).unwrap(), "1");
    assert_eq!(from_text(&Raw::text("I2E="), &encoded(Encoding::Base64), parse).unwrap(), "a");
    let error = from_text(&Raw::text("a"), &plain(), parse).unwrap_err();
    assert_eq!((error.clause(), error.own()), ("is not accepted by its type", Some("wants a #")));
    for (raw, clause) in [
        (Raw::Null, "is null, not text"),
        (Raw::Bool(true), "is a boolean, not text (write \"true\" in quotes)"),
        (super::tree("[]"), "is a list, not text"),
        (Raw::Bytes(RawBytes::new(vec![0xff])), "is not UTF-8 text"),
    ] {
        assert_eq!(said(&from_text(&raw, &plain(), parse).unwrap_err()), clause);
    }
    assert_eq!(said(&from_text(&Raw::text(""), &secret(), parse).unwrap_err()), "is empty");
}
