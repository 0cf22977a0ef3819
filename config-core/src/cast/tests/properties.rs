//! What is printed is read again; what is read never panics and says nothing of itself.

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::{encoded, field, plain, secret};
use crate::cast::{bytes, cast, shown};
use crate::raw::Raw;
use crate::redact::redact_url_text;
use crate::schema::{Encoding, Secrecy};

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, crate::cast::CastError> {
    cast(&Raw::text(text), &plain())
}

/// A list as a careful user writes it.
fn quoted(item: &str) -> String {
    format!("\"{}\"", item.replace('"', "\"\""))
}

fn base64(bytes: &[u8], alphabet: &[u8; 64], pad: bool) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().enumerate().fold(0_u32, |bits, (index, byte)| bits | u32::from(*byte) << (16 - 8 * index));
        for index in 0..4 {
            if index <= chunk.len() {
                text.push(alphabet[(bits >> (18 - 6 * index) & 63) as usize].into());
            } else if pad {
                text.push('=');
            }
        }
    }
    text
}

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers(unsigned: u128, signed: i128, small: i8, float: f64, single: f32) {
        prop_assert_eq!(read::<u128>(&unsigned.to_string()), Ok(unsigned));
        prop_assert_eq!(read::<i128>(&signed.to_string()), Ok(signed));
        prop_assert_eq!(read::<i8>(&small.to_string()), Ok(small));
        prop_assert_eq!(read::<u128>(&format!("{unsigned:#x}")), Ok(unsigned));
        prop_assert_eq!(read::<u128>(&format!("{unsigned:#b}")), Ok(unsigned));
        prop_assert_eq!(read::<u128>(&format!("{unsigned:#o}")), Ok(unsigned));
        if float.is_finite() && single.is_finite() {
            prop_assert_eq!(read::<f64>(&float.to_string()), Ok(float));
            prop_assert_eq!(read::<f64>(&format!("{float:e}")), Ok(float));
            prop_assert_eq!(read::<f32>(&single.to_string()), Ok(single));
        }
    }

    /// Ours is Rust's own reading, but for the forms that Rust does not know.
    #[test]
    fn numbers_as_rust_reads_them(text in "[-+]?[0-9]{0,45}|[0-9xe+.-]{0,8}") {
        if let Ok(number) = text.parse::<i128>() {
            prop_assert_eq!(read::<i128>(&text), Ok(number));
            prop_assert_eq!(read::<u16>(&text).ok(), u16::try_from(number).ok());
        }
        if let (Ok(float), true) = (text.parse::<f64>(), text.bytes().any(|byte| byte.is_ascii_digit())) {
            prop_assert_eq!(read::<f64>(&text).ok(), Some(float).filter(|float| float.is_finite()));
        }
    }

    #[test]
    fn text(text: String) {
        prop_assert_eq!(read::<String>(&text), Ok(text));
    }

    #[test]
    fn lists(items in vec(any::<String>(), 0..8)) {
        let list = items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(",");
        prop_assert_eq!(read::<Vec<String>>(&list), Ok(items.clone()));
        prop_assert_eq!(read::<Vec<String>>(&list.replace("\",\"", "\" , \"")).map(|items| items.len()), Ok(items.len()));
        prop_assert_eq!(read::<Vec<String>>(&serde_json::to_string(&items).unwrap()), Ok(items));
    }

    #[test]
    fn plain_items(items in vec("[a-z0-9:/@é]([a-z :.=\"]*[a-z])?", 1..8)) {
        prop_assert_eq!(read::<Vec<String>>(&items.join(",")), Ok(items.clone()));
        prop_assert_eq!(read::<Vec<String>>(&items.join(" , ")), Ok(items.clone()));
        let semicolon = field(Secrecy::Plain, |leaf| leaf.separator(";"));
        prop_assert_eq!(cast(&Raw::text(items.join(";")), &semicolon), Ok(items));
    }

    #[test]
    fn maps(members in btree_map(any::<String>(), any::<String>(), 0..8)) {
        let text = members.iter().map(|(key, value)| format!("{}={}", quoted(key), quoted(value))).collect::<Vec<_>>().join(",");
        prop_assert_eq!(read::<BTreeMap<String, String>>(&text), Ok(members.clone()));
        prop_assert_eq!(read::<BTreeMap<String, String>>(&serde_json::to_string(&members).unwrap()), Ok(members));
    }

    #[test]
    fn trees(tree in btree_map("[a-z]{1,4}", vec(any::<u64>(), 0..4), 0..4)) {
        let raw = super::tree(&serde_json::to_string(&tree).unwrap());
        prop_assert_eq!(cast::<BTreeMap<String, Vec<u64>>>(&raw, &plain()), Ok(tree));
    }

    #[test]
    fn durations(seconds in 0..u64::MAX, nanos in 0..1_000_000_000_u32) {
        let duration = Duration::new(seconds, nanos);
        prop_assert_eq!(read::<Duration>(&format!("{seconds}s {nanos}ns")), Ok(duration));
        prop_assert_eq!(read::<Duration>(&format!("{seconds}.{nanos:09}s")), Ok(duration));
        prop_assert_eq!(read::<Duration>(&format!("PT{seconds}.{nanos:09}S")), Ok(duration));
        prop_assert_eq!(read::<Duration>(&crate::cast::written(duration)), Ok(duration));
        // humantime writes months, which a duration of text does not know.
        let printed = humantime::format_duration(Duration::new(seconds % 2_000_000, nanos));
        prop_assert_eq!(read::<Duration>(&printed.to_string()).ok(), humantime::parse_duration(&printed.to_string()).ok());
    }

    #[test]
    fn times(seconds in 0..253_402_300_800_u64, nanos in 0..1_000_000_000_u32) {
        let time = UNIX_EPOCH + Duration::new(seconds, nanos);
        let text = humantime::format_rfc3339_nanos(time).to_string();
        prop_assert_eq!(read::<std::time::SystemTime>(&text), Ok(time));
    }

    #[test]
    fn encodings(data: Vec<u8>) {
        for (encoding, text) in [
            (Encoding::Base64, base64(&data, STANDARD, true)),
            (Encoding::Base64, base64(&data, STANDARD, false)),
            (Encoding::Base64Url, base64(&data, URL, true)),
            (Encoding::Base64Url, base64(&data, URL, false)),
            (Encoding::Hex, data.iter().map(|byte| format!("{byte:02X}")).collect()),
        ] {
            let decoded = bytes(&Raw::text(text.as_str()), &encoded(encoding));
            prop_assert_eq!(decoded.as_deref().map(Vec::as_slice), Ok(data.as_slice()), "{}", text);
            let list = cast::<Vec<u8>>(&Raw::text(text), &encoded(encoding));
            prop_assert_eq!(list.as_deref(), Ok(data.as_slice()));
        }
    }

    #[test]
    fn escapes(text: String) {
        let escaped = text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
        prop_assert_eq!(cast(&Raw::text(escaped), &encoded(Encoding::Escaped)), Ok(text));
    }

    #[test]
    fn nothing_panics(text in r#"[\[\]{}",=:\\ \n0-9a-fPTsxn_.+-]{0,24}|.*"#) {
        let fields = [plain(), secret(), encoded(Encoding::Base64), encoded(Encoding::Hex), encoded(Encoding::Escaped), field(Secrecy::Plain, |leaf| leaf.unit("s").separator(" "))];
        for field in &fields {
            for raw in [Raw::text(text.as_str()), Raw::Number(text.as_str().into())] {
                let _ = cast::<u64>(&raw, field);
                let _ = cast::<f32>(&raw, field);
                let _ = cast::<Vec<u8>>(&raw, field);
                let _ = cast::<Vec<Vec<String>>>(&raw, field);
                let _ = cast::<BTreeMap<u8, Vec<Option<char>>>>(&raw, field);
                let _ = cast::<Duration>(&raw, field);
                let _ = cast::<std::time::SystemTime>(&raw, field);
                let _ = cast::<serde_json::Value>(&raw, field);
                let _ = cast::<std::ops::Bound<u8>>(&raw, field);
                let _ = bytes(&raw, field);
                let _ = shown(&raw);
            }
        }
    }

    /// Of user and password the second is never shown, wherever the URL stands.
    #[test]
    fn passwords(before in "[a-z ,;\"'(]{0,6}", scheme in "[a-z][a-z0-9+.-]{0,8}", user in "[a-z]{0,6}", password in "[A-Z0-9/?#:@!$&',;=\"%+ .-]{0,10}XYZ[A-Z0-9/?#:@!$&',;=\"%+.-]{0,10}", after in "[a-z ,/?\"')]{0,6}") {
        // Two URLs in a list look no different.
        prop_assume!(!password.contains("://"));
        let text = format!("{before}{scheme}://{user}:{password}@host{after}");
        let shown = redact_url_text(&text);
        prop_assert!(!shown.contains("XYZ"), "{} becomes {}", text, shown);
        prop_assert_eq!(redact_url_text(&shown), shown.as_ref());
    }

    #[test]
    fn text_without_credentials(text in "[a-z0-9 ,./:?=_-]{0,40}") {
        if !text.contains("://") {
            prop_assert_eq!(redact_url_text(&text), text.as_str());
        }
    }
}
