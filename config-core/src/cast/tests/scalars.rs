//! Booleans, numbers and characters from text.

use std::num::{NonZeroI8, NonZeroU16, Saturating, Wrapping};

use super::{accept, field, plain, refuse};
use crate::cast::missing;
use crate::schema::{Leaf, Secrecy};

#[test]
fn booleans() {
    let yes = ["true", "TRUE", "True", "yes", "YES", "y", "Y", "on", "On", "1"];
    let no = ["false", "FALSE", "False", "no", "No", "n", "N", "off", "OFF", "0"];
    accept(&plain(), &yes.map(|word| (word, true)));
    accept(&plain(), &no.map(|word| (word, false)));
    const NOT: &str = "is not a boolean (`true` or `false`)";
    for text in ["t", "f", "2", "-1", "01", "yess", "enabled", "ｔｒｕｅ", "1.0", "null"] {
        refuse::<bool>(&plain(), &[(text, NOT)]);
    }
    refuse::<bool>(
        &plain(),
        &[
            ("", "is empty, not a boolean (`true` or `false`)"),
            (" true", "is not a boolean (`true` or `false`) (remove the white space around it)"),
            ("true\n", "is not a boolean (`true` or `false`) (remove the white space around it)"),
            ("\"true\"", "is not a boolean (`true` or `false`) (remove the quotes around it)"),
            ("'1'", "is not a boolean (`true` or `false`) (remove the quotes around it)"),
        ],
    );
}

#[test]
fn unsigned_numbers() {
    accept::<u8>(
        &plain(),
        &[("0", 0), ("255", 255), ("007", 7), ("+5", 5), ("-0", 0), ("0xfF", 255), ("0b1111_0000", 240)],
    );
    accept::<u16>(&plain(), &[("8080", 8080), ("65_535", 65535), ("0x1F90", 8080), ("0o17620", 8080), ("0b1", 1)]);
    accept::<u32>(&plain(), &[("4294967295", u32::MAX), ("0xFFFF_FFFF", u32::MAX)]);
    accept::<u64>(&plain(), &[("18446744073709551615", u64::MAX), ("9999999999999999999", 9_999_999_999_999_999_999)]);
    accept::<u128>(&plain(), &[("340282366920938463463374607431768211455", u128::MAX), ("1", 1)]);
    accept::<usize>(&plain(), &[("18446744073709551615", usize::MAX), ("12", 12)]);
    accept::<NonZeroU16>(&plain(), &[("1", NonZeroU16::MIN), ("65535", NonZeroU16::MAX)]);
    accept::<Wrapping<u8>>(&plain(), &[("255", Wrapping(255))]);
    accept::<Saturating<u8>>(&plain(), &[("255", Saturating(255))]);
}

#[test]
fn signed_numbers() {
    accept::<i8>(&plain(), &[("-128", -128), ("127", 127), ("+1", 1), ("-0x80", -128), ("-0", 0)]);
    accept::<i16>(&plain(), &[("-32_768", i16::MIN), ("32767", i16::MAX)]);
    accept::<i32>(&plain(), &[("-2147483648", i32::MIN), ("-0b11", -3), ("-0o17", -15)]);
    accept::<i64>(&plain(), &[("-9223372036854775808", i64::MIN), ("9223372036854775807", i64::MAX)]);
    accept::<i128>(&plain(), &[("-170141183460469231731687303715884105728", i128::MIN)]);
    accept::<i128>(&plain(), &[("170141183460469231731687303715884105727", i128::MAX)]);
    accept::<isize>(&plain(), &[("-1", -1)]);
    accept::<NonZeroI8>(&plain(), &[("-1", NonZeroI8::new(-1).unwrap())]);
}

#[test]
fn no_whole_numbers() {
    const NOT: &str = "is not a whole number from 0 to 65535";
    for text in [
        "x", "-", "+", "--1", "+-1", "1_", "_1", "1__0", "0x", "0x_1", "0x1_", "0xg", "0o8", "0b2", "0X1F", "1.0",
        "1e3", "1,000", "８０", "1u16", "0x-1", "1 000", "NaN", "1\0",
    ] {
        refuse::<u16>(&plain(), &[(text, NOT)]);
    }
    refuse::<u16>(
        &plain(),
        &[
            ("", "is empty, not a whole number from 0 to 65535"),
            ("8080\n", "is not a whole number from 0 to 65535 (remove the white space around it)"),
            (" 8080", "is not a whole number from 0 to 65535 (remove the white space around it)"),
            ("\"8080\"", "is not a whole number from 0 to 65535 (remove the quotes around it)"),
            ("\"", "is not a whole number from 0 to 65535"),
        ],
    );
    refuse::<i8>(&plain(), &[("x", "is not a whole number from -128 to 127")]);
    refuse::<u64>(&plain(), &[("x", "is not a whole number from 0 to 18446744073709551615")]);
    refuse::<usize>(&plain(), &[("x", "is not a whole number from 0 to 18446744073709551615")]);
    refuse::<NonZeroU16>(
        &plain(),
        &[("0", "is not a whole number from 1 to 65535"), ("65536", "is outside the range from 0 to 65535")],
    );
    refuse::<NonZeroI8>(&plain(), &[("0", "is not a whole number from -128 to 127 other than 0")]);
}

#[test]
fn out_of_range() {
    const U16: &str = "is outside the range from 0 to 65535";
    for text in ["65536", "-1", "0x10000", "99999999999999999999999999999999999999999999", "-99999", "1_00_000"] {
        refuse::<u16>(&plain(), &[(text, U16)]);
    }
    refuse::<u8>(&plain(), &[("256", "is outside the range from 0 to 255")]);
    refuse::<i8>(
        &plain(),
        &[("128", "is outside the range from -128 to 127"), ("-129", "is outside the range from -128 to 127")],
    );
    refuse::<u64>(&plain(), &[("18446744073709551616", "is outside the range from 0 to 18446744073709551615")]);
    refuse::<i64>(
        &plain(),
        &[("9223372036854775808", "is outside the range from -9223372036854775808 to 9223372036854775807")],
    );
    refuse::<i128>(
        &plain(),
        &[(
            "170141183460469231731687303715884105728",
            "is outside the range from -170141183460469231731687303715884105728 to 170141183460469231731687303715884105727",
        )],
    );
    refuse::<u128>(
        &plain(),
        &[(
            "340282366920938463463374607431768211456",
            "is outside the range from 0 to 340282366920938463463374607431768211455",
        )],
    );
}

#[test]
fn floats() {
    accept::<f64>(
        &plain(),
        &[
            ("1", 1.0),
            ("1.5", 1.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1e-3", -0.001),
            ("+2E2", 200.0),
            ("0123", 123.0),
            ("1_000.5", 1000.5),
            ("inf", f64::INFINITY),
            ("-inf", f64::NEG_INFINITY),
            ("1e-999", 0.0),
            ("0.1", 0.1),
            ("1.7976931348623157e308", f64::MAX),
        ],
    );
    accept::<f32>(&plain(), &[("0.1", 0.1), ("3.4028235e38", f32::MAX), ("16777217", 16_777_216.0)]);
    assert!(crate::cast::cast::<f64>(&crate::raw::Raw::text("nan"), &plain()).unwrap().is_nan());
    for text in [
        "NaN", "NAN", "Inf", "INF", "infinity", "+inf", "+nan", "-nan", ".inf", "x", "1e", "e1", "1_", "_1", "1__0",
        "1_.0", "0x10", "1,5", "--1", ".", "-",
    ] {
        refuse::<f64>(&plain(), &[(text, "is not a number")]);
    }
    refuse::<f64>(
        &plain(),
        &[
            ("", "is empty, not a number"),
            ("1.5 ", "is not a number (remove the white space around it)"),
            ("1e999", "is outside the range of 64-bit floating-point numbers"),
        ],
    );
    refuse::<f32>(&plain(), &[("1e39", "is outside the range of 32-bit floating-point numbers")]);
}

#[test]
fn characters() {
    accept::<char>(&plain(), &[("a", 'a'), ("é", 'é'), ("🦀", '🦀'), (" ", ' '), ("\n", '\n'), ("\"", '"')]);
    refuse::<char>(
        &plain(),
        &[("", "is empty, not one character"), ("ab", "is not one character"), ("e\u{301}", "is not one character")],
    );
}

#[test]
fn options() {
    accept::<Option<u16>>(&plain(), &[("", None), ("80", Some(80))]);
    accept::<Option<String>>(&plain(), &[("", None), (" ", Some(" ".into())), ("null", Some("null".into()))]);
    accept::<Option<Option<bool>>>(&plain(), &[("", None), ("on", Some(Some(true)))]);
    accept::<Option<Vec<u8>>>(&plain(), &[("", None), ("1", Some(vec![1]))]);
    refuse::<Option<u16>>(&plain(), &[("none", "is not a whole number from 0 to 65535")]);
    let allow_empty = field(Secrecy::Plain, Leaf::allow_empty);
    accept::<Option<String>>(&allow_empty, &[("", Some(String::new()))]);
    accept::<Option<Vec<u8>>>(&allow_empty, &[("", Some(vec![]))]);
    refuse::<Option<u16>>(&allow_empty, &[("", "is empty, not a whole number from 0 to 65535")]);
    accept::<()>(&plain(), &[("", ())]);
    refuse::<()>(&plain(), &[("x", "is not empty")]);
}

#[test]
fn absence() {
    assert_eq!(missing::<Option<u16>>(), Some(None));
    assert_eq!(missing::<Option<Option<u16>>>(), Some(None));
    assert_eq!(missing::<()>(), Some(()));
    assert_eq!(missing::<std::marker::PhantomData<u8>>(), Some(std::marker::PhantomData));
    assert_eq!(missing::<u16>(), None);
    assert_eq!(missing::<String>(), None);
    assert_eq!(missing::<Vec<u16>>(), None);
    assert_eq!(missing::<std::collections::BTreeMap<String, u16>>(), None);
    assert_eq!(missing::<std::time::Duration>(), None);
    assert_eq!(missing::<bool>(), None);
}
