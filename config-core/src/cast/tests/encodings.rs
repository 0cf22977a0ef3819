//! Encoded text.

use secrecy::{ExposeSecret, SecretString};

use super::{accept, encoded, error, field, refuse, said, tree};
use crate::cast::{bytes, cast};
use crate::raw::Raw;
use crate::schema::{Encoding, Secrecy};
use crate::secret::RawBytes;

#[test]
fn base64() {
    // RFC 4648 section 10, with and without padding.
    let vectors =
        [("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob"), ("Zm9vYmE", "fooba"), ("Zm9vYmFy", "foobar")];
    for (text, plain) in vectors {
        let padded = format!("{text}{}", &"==="[..(4 - text.len() % 4) % 4]);
        for text in [text.to_owned(), padded.clone(), format!("{padded}\n"), format!("\r\n{padded}\r\n")] {
            accept(&encoded(Encoding::Base64), &[(text.as_str(), plain.to_owned())]);
            accept(&encoded(Encoding::Base64Url), &[(text.as_str(), plain.to_owned())]);
        }
    }
    accept(
        &encoded(Encoding::Base64),
        &[("", String::new()), ("w6/Cvw==", "ï¿".into()), ("Pz8/Pj4+", "???>>>".into())],
    );
    accept::<String>(&encoded(Encoding::Base64Url), &[("w6_Cvw", "ï¿".into()), ("Pz8_Pj4-", "???>>>".into())]);
    const END: &str = "is not sound base64: something is missing at its end";
    refuse::<String>(
        &encoded(Encoding::Base64),
        &[
            ("Zm9v!", "is not base64: byte 5 is none of it"),
            ("\nZm 9v", "is not base64: byte 4 is none of it"),
            ("Zm9v\nYmFy", "is not base64: byte 5 is none of it (write it on one line (`base64 -w0`))"),
            ("Pz8_Pj4-", "is not base64: byte 4 is none of it (use encoding = \"base64url\")"),
            ("Z", END),
            ("Zm9vY", END),
            ("Zh", END),
            ("Zm9", END),
            ("Zh==", END),
            ("Zg=", "is not base64: byte 3 is none of it"),
            ("Zg===", "is not base64: byte 3 is none of it"),
            ("Zm9v=", "is not base64: byte 5 is none of it"),
            ("====", "is not base64: byte 1 is none of it"),
            ("é", "is not base64: byte 1 is none of it"),
            ("/w==", "stands for bytes that are not UTF-8 text"),
        ],
    );
    refuse::<String>(
        &encoded(Encoding::Base64Url),
        &[("Pz8/", "is not base64url: byte 4 is none of it (use encoding = \"base64\")")],
    );
}

#[test]
fn hexadecimal() {
    accept(&encoded(Encoding::Hex), &[("", String::new()), ("666f6F", "foo".into()), ("c3a9\n", "é".into())]);
    refuse::<String>(
        &encoded(Encoding::Hex),
        &[
            ("6", "is not sound hexadecimal: two digits make a byte, and the last one stands alone"),
            ("666", "is not sound hexadecimal: two digits make a byte, and the last one stands alone"),
            ("0x66", "is not hexadecimal: byte 2 is none of it"),
            ("6g", "is not hexadecimal: byte 2 is none of it"),
            ("66 66", "is not hexadecimal: byte 3 is none of it"),
            ("ff", "stands for bytes that are not UTF-8 text"),
        ],
    );
}

#[test]
fn backslashes() {
    accept(
        &encoded(Encoding::Escaped),
        &[
            ("", String::new()),
            ("plain", "plain".into()),
            ("a\\nb\\r\\t\\\\", "a\nb\r\t\\".into()),
            ("é\\né", "é\né".into()),
            ("a\nb", "a\nb".into()),
        ],
    );
    const HELP: &str = "(write \\n, \\r, \\t or \\\\)";
    for (text, place) in [("\\x", 1), ("a\\", 2), ("\\n\\\"", 3), ("\\é", 1)] {
        refuse::<String>(
            &encoded(Encoding::Escaped),
            &[(text, &format!("is not escaped text: byte {place} is none of it {HELP}"))],
        );
    }
}

#[test]
fn encoded_bytes() {
    let all: Vec<u8> = (0..=255).collect();
    let hex: String = all.iter().map(|byte| format!("{byte:02x}")).collect();
    for (encoding, text, expected) in [
        (Encoding::Hex, hex.as_str(), all.as_slice()),
        (Encoding::Base64, "/wD+", &[255, 0, 254]),
        (Encoding::Base64, "/wA=\n", &[255, 0]),
        (Encoding::Base64Url, "_wD-", &[255, 0, 254]),
        (Encoding::Escaped, "a\\n", b"a\n"),
        (Encoding::Hex, "", &[]),
    ] {
        let value = bytes(&Raw::text(text), &encoded(encoding)).unwrap();
        assert_eq!((value.as_slice(), value.capacity()), (expected, expected.len()));
    }
    let raw = Raw::Bytes(RawBytes::new(vec![0xff]));
    assert_eq!(said(&bytes(&raw, &encoded(Encoding::Hex)).unwrap_err()), "is not UTF-8 text, and so not encoded");
    assert_eq!(
        said(&bytes(&Raw::text("0"), &encoded(Encoding::Hex)).unwrap_err()),
        "is not sound hexadecimal: two digits make a byte, and the last one stands alone"
    );
}

#[test]
fn lists_and_arrays() {
    // Numbers are what the text stands for; text is decoded item by item.
    accept::<Vec<u8>>(&encoded(Encoding::Hex), &[("00ff10", vec![0, 255, 16]), ("0a\n", vec![10]), ("", vec![])]);
    accept::<[u8; 4]>(&encoded(Encoding::Base64), &[("AAEC/w==", [0, 1, 2, 255])]);
    accept::<[u8; 1]>(&encoded(Encoding::Base64), &[("AQ", [1])]);
    accept::<Vec<String>>(
        &encoded(Encoding::Base64),
        &[("YQ==,Yg==", vec!["a".into(), "b".into()]), ("YQ", vec!["a".into()]), ("[\"YQ\"]", vec!["a".into()])],
    );
    accept::<Vec<String>>(&encoded(Encoding::Base64), &[("\"YQ\",Yg", vec!["a".into(), "b".into()])]);
    accept::<(String, String)>(&encoded(Encoding::Hex), &[("61,62", ("a".into(), "b".into()))]);
    accept::<Vec<u16>>(&encoded(Encoding::Hex), &[("3830,3433", vec![80, 43])]);
    refuse::<[u8; 2]>(
        &encoded(Encoding::Hex),
        &[("00", "is not an array of length 2"), ("000102", "has more items than its type takes")],
    );
    refuse::<Vec<u8>>(
        &encoded(Encoding::Hex),
        &[("0g", "is not hexadecimal: byte 2 is none of it"), ("01,02", "is not hexadecimal: byte 3 is none of it")],
    );
    refuse::<Vec<String>>(
        &encoded(Encoding::Hex),
        &[("61,6", "[1] is not sound hexadecimal: two digits make a byte, and the last one stands alone")],
    );
    let sized: Vec<u8> = cast(&Raw::text("00".repeat(1000)), &encoded(Encoding::Hex)).unwrap();
    assert_eq!((sized.len(), sized.capacity()), (1000, 1000));
}

#[test]
fn trees_and_maps() {
    let texts: Vec<String> = cast(&tree(r#"["YQ", "Yg=="]"#), &encoded(Encoding::Base64)).unwrap();
    assert_eq!(texts, ["a", "b"]);
    let map: std::collections::BTreeMap<String, String> =
        cast(&Raw::text("k=YQ==,l=Yg"), &encoded(Encoding::Base64)).unwrap();
    assert_eq!((map["k"].as_str(), map["l"].as_str()), ("a", "b"));
    // What is not text is not encoded.
    assert_eq!(cast::<u16>(&tree("80"), &encoded(Encoding::Base64)), Ok(80));
    assert_eq!(cast::<u16>(&tree("\"ODA=\""), &encoded(Encoding::Base64)), Ok(80));
    // A whole table may be encoded: what it holds is not encoded again. {"k":"v"}
    accept(
        &encoded(Encoding::Base64),
        &[("eyJrIjoidiJ9", std::collections::BTreeMap::from([("k".to_owned(), "v".to_owned())]))],
    );
    assert_eq!(
        said(&error::<std::collections::BTreeMap<String, u16>>(&Raw::text("eyJrIjoidiJ9"), &encoded(Encoding::Base64))),
        ".k is not a whole number from 0 to 65535"
    );
}

#[test]
fn secrets() {
    let key = field(Secrecy::Secret, |leaf| leaf.encoding(Encoding::Base64));
    assert_eq!(cast::<SecretString>(&Raw::text("YSA="), &key).unwrap().expose_secret(), "a ");
    assert_eq!(said(&error::<SecretString>(&Raw::text(""), &key)), "is empty");
    assert_eq!(said(&bytes(&Raw::text("\n"), &key).unwrap_err()), "is empty");
}
