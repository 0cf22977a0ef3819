//! Values of typed formats: their type counts, but for text, which is read as any text.

use std::fmt::Debug;

use serde::de::DeserializeOwned;

use super::{error, plain, said, tree};
use crate::cast::cast;
use crate::raw::{Node, Position, Raw};
use crate::secret::RawBytes;

fn accept<T: DeserializeOwned + PartialEq + Debug>(cases: &[(&str, T)]) {
    for (json, expected) in cases {
        assert_eq!(cast::<T>(&tree(json), &plain()).as_ref(), Ok(expected), "{json}");
    }
}

fn refuse<T: DeserializeOwned + Debug>(cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        assert_eq!(said(&error::<T>(&tree(json), &plain())), *expected, "{json}");
    }
}

#[test]
fn scalars() {
    accept::<bool>(&[("true", true), ("false", false), ("\"on\"", true)]);
    accept::<u16>(&[("8080", 8080), ("\"8080\"", 8080)]);
    accept::<i8>(&[("-1", -1), ("0", 0)]);
    accept::<f64>(&[("1", 1.0), ("1.5", 1.5), ("1e3", 1000.0), ("\"1.5\"", 1.5), ("-0", 0.0)]);
    accept::<String>(&[("\"a\"", "a".into()), ("1", "1".into()), ("1.50", "1.50".into()), ("1e3", "1e3".into())]);
    accept::<char>(&[("\"a\"", 'a'), ("1", '1')]);
    accept::<Option<u16>>(&[("null", None), ("1", Some(1)), ("\"\"", None)]);
    accept::<Option<String>>(&[("null", None), ("\"\"", None), ("\"a\"", Some("a".into()))]);
    accept::<()>(&[("null", ()), ("\"\"", ())]);
}

#[test]
fn numbers_as_typed_formats_write_them() {
    let number = |text: &str| Raw::Number(text.into());
    for (text, value) in [("0x1F", 31), ("0o17", 15), ("0b11", 3), ("1_000", 1000), ("+5", 5)] {
        assert_eq!(cast::<u16>(&number(text), &plain()), Ok(value));
    }
    for (text, value) in [
        ("inf", f64::INFINITY),
        ("+inf", f64::INFINITY),
        ("-inf", f64::NEG_INFINITY),
        (".inf", f64::INFINITY),
        ("-.Inf", f64::NEG_INFINITY),
        ("9_224_617.445_991", 9_224_617.445_991),
    ] {
        assert_eq!(cast::<f64>(&number(text), &plain()), Ok(value));
    }
    for text in ["nan", "+nan", "-nan", ".nan", ".NaN"] {
        assert!(cast::<f64>(&number(text), &plain()).unwrap().is_nan());
    }
    assert_eq!(cast::<String>(&number("0x1F"), &plain()).as_deref(), Ok("0x1F"));
}

#[test]
fn kinds_that_do_not_fit() {
    refuse::<bool>(&[
        ("1", "is a number, not a boolean (`true` or `false`) (write true or false)"),
        ("0", "is a number, not a boolean (`true` or `false`) (write true or false)"),
        ("null", "is null, not a boolean (`true` or `false`)"),
        ("[]", "is a list, not a boolean (`true` or `false`)"),
        ("\"maybe\"", "is not a boolean (`true` or `false`)"),
    ]);
    refuse::<u16>(&[
        ("1.0", "is not a whole number from 0 to 65535"),
        ("1e3", "is not a whole number from 0 to 65535"),
        ("65536", "is outside the range from 0 to 65535"),
        ("-1", "is outside the range from 0 to 65535"),
        ("true", "is a boolean, not a whole number from 0 to 65535"),
        ("null", "is null, not a whole number from 0 to 65535"),
        ("{}", "is a table, not a whole number from 0 to 65535"),
    ]);
    refuse::<f64>(&[
        ("true", "is a boolean, not a number"),
        ("1e999", "is outside the range of 64-bit floating-point numbers"),
    ]);
    refuse::<String>(&[
        ("true", "is a boolean, not text (write \"true\" in quotes)"),
        ("false", "is a boolean, not text (write \"false\" in quotes)"),
        ("null", "is null, not text"),
        ("[\"a\"]", "is a list, not text"),
        ("{}", "is a table, not text"),
    ]);
    refuse::<char>(&[("12", "is not one character"), ("true", "is a boolean, not one character")]);
    refuse::<()>(&[("0", "is a number, not empty"), ("[]", "is a list, not empty")]);
    refuse::<std::path::PathBuf>(&[("null", "is null, not text"), ("\"\"", "is empty, not a path")]);
    refuse::<std::net::IpAddr>(&[("1", "is not accepted by its type"), ("null", "is null, not text")]);
    let bytes = Raw::Bytes(RawBytes::new(vec![0xff]));
    assert_eq!(said(&error::<String>(&bytes, &plain())), "is not UTF-8 text");
    assert_eq!(said(&error::<u16>(&bytes, &plain())), "is not UTF-8 text");
    assert_eq!(said(&error::<Vec<u16>>(&bytes, &plain())), "is bytes that are not UTF-8, not a list");
    assert_eq!(said(&error::<u16>(&Raw::Time("1979-05-27".into()), &plain())), "is not a whole number from 0 to 65535");
    assert_eq!(said(&error::<bool>(&Raw::Time("1979-05-27".into()), &plain())), "is not a boolean (`true` or `false`)");
}

#[test]
fn positions() {
    let at = |line, column| Position::new(line, column);
    let raw = Raw::List(vec![
        Node::at(Raw::Number("1".into()), at(3, 5)),
        Node::at(Raw::Map(vec![("a".into(), Node::at(Raw::Bool(true), at(4, 7)))]), at(4, 5)),
    ]);
    let mistake = error::<Vec<std::collections::BTreeMap<String, u16>>>(&raw, &plain());
    assert_eq!((said(&mistake).as_str(), mistake.position), ("[0] is a number, not a table", Some(at(3, 5))));
    let Raw::List(mut items) = raw else { return };
    items.remove(0);
    let mistake = error::<Vec<std::collections::BTreeMap<String, u16>>>(&Raw::List(items), &plain());
    assert_eq!(mistake.position, Some(at(4, 7)));
    assert_eq!(said(&mistake), "[0].a is a boolean, not a whole number from 0 to 65535");
    // JSON text inside a document: the place in the document counts, not the one in the text.
    let raw = Raw::List(vec![Node::at(Raw::text("[\"x\"]"), at(9, 9))]);
    let mistake = error::<Vec<Vec<u16>>>(&raw, &plain());
    assert_eq!((&*mistake.path, mistake.position), ("[0][0]", Some(at(9, 9))));
    let raw = Raw::List(vec![Node::at(Raw::text("{\"x"), at(9, 9))]);
    let mistake = error::<Vec<std::collections::BTreeMap<String, u16>>>(&raw, &plain());
    assert_eq!((&*mistake.path, mistake.position), ("[0]", Some(at(9, 9))));
}
