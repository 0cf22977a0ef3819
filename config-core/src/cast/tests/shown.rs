//! How plain values are printed.

use super::tree;
use crate::cast::shown;
use crate::raw::Raw;
use crate::secret::RawBytes;

#[test]
fn values() {
    let cases = [
        (Raw::text("a b"), "a b"),
        (Raw::text(""), ""),
        (Raw::text("a\nb\t\u{1b}[31m\0\u{7f}\u{85}"), "a\nb\t\u{1b}[31m\0\u{7f}\u{85}"),
        (Raw::text("a\\n\"é🦀"), "a\\n\"é🦀"),
        (Raw::text("https://u:p@h"), "https://u:[REDACTED]@h"),
        (Raw::text("https://u:p@h, https://v:q@i"), "https://u:[REDACTED]@h, https://v:[REDACTED]@i"),
        (Raw::Number("0x1F".into()), "0x1F"),
        (Raw::Time("1979-05-27".into()), "1979-05-27"),
        (Raw::Null, "null"),
        (Raw::Bool(true), "true"),
        (Raw::Bytes(RawBytes::new(vec![0xff])), "bytes that are not UTF-8"),
        (tree("[\"a\", 1, true, null]"), "[a, 1, true, null]"),
        (tree("{\"a\": [1, {\"b\": \"c\"}], \"d\": {}}"), "{a: [1, {b: c}], d: {}}"),
        (tree("[\"https://u:p@h\"]"), "[https://u:[REDACTED]@h]"),
        (
            tree("{\"user\": \"u\", \"password\": \"p\", \"apiKey\": [1]}"),
            "{user: u, password: [REDACTED], apiKey: [REDACTED]}",
        ),
        (tree("{\"a\\nb\": 1}"), "{a\nb: 1}"),
        (tree("[[[[[[[[[1]]]]]]]]]"), "[[[[[[[[..]]]]]]]]"),
    ];
    for (raw, expected) in cases {
        assert_eq!(shown(&raw), expected);
    }
}

#[test]
fn long_values() {
    let exact = "é".repeat(200);
    assert_eq!(shown(&Raw::text(exact.as_str())), exact);
    let text = shown(&Raw::text(format!("{exact}x")));
    assert_eq!((text.chars().count(), text.chars().last()), (200, Some('…')));
    let list = Raw::List((0..10_000).map(|n| Raw::Number(n.to_string().into()).into()).collect());
    let text = shown(&list);
    assert_eq!((text.chars().count(), text.ends_with('…')), (200, true));
    // What is replaced is replaced before it is cut.
    let url = format!("https://user:{}@host", "p".repeat(300));
    assert_eq!(shown(&Raw::text(url)), "https://user:[REDACTED]@host");
}
