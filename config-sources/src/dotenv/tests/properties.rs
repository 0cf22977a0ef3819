//! What holds for any input.

use proptest::prelude::*;

use super::*;

/// Text that is rich in what the grammar looks at.
fn lively() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("A="),
        Just("B = "),
        Just("export "),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\""),
        Just("'"),
        Just("\\"),
        Just("$"),
        Just("${"),
        Just("}"),
        Just("{"),
        Just(":-"),
        Just("-"),
        Just("?"),
        Just("+"),
        Just("#"),
        Just(" "),
        Just("\t"),
        Just("E"),
        Just("x"),
        Just("ä"),
        Just("\0"),
        Just(":"),
        Just("="),
        Just("\u{feff}"),
        Just("\\n"),
        Just("1"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Text that a dotenv file can hold.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), lively()].prop_map(|text| text.replace('\0', ""))
}

proptest! {
    // `PROPTEST_CASES=100000` looks longer.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        outcome(&bytes);
    }

    #[test]
    fn lively_text_is_read_in_order(text in lively(), broken in any::<bool>()) {
        let mut bytes = text.into_bytes();
        if broken {
            bytes.insert(bytes.len() / 2, 0xff);
        }
        outcome(&bytes);
        let parsed = parse(&bytes);
        let lines = u32::try_from(bytes.split(|&byte| byte == b'\n').count()).expect("few");
        prop_assert!(parsed.errors.listed.iter().all(|error| error.line <= lines && error.column > 0));
        prop_assert!(parsed.errors.listed.is_sorted_by_key(|error| (error.line, error.column)));
        prop_assert!(parsed.assignments.is_sorted_by(|one, next| one.line < next.line));
    }

    /// Lines that end in CR LF never take the short way of plain ones.
    #[test]
    fn line_breaks_make_no_difference(text in lively()) {
        let text = text.replace('\r', "");
        let returns = text.replace('\n', "\r\n");
        prop_assert_eq!(outcome(text.as_bytes()), outcome(returns.as_bytes()));
    }

    #[test]
    fn what_is_written_is_read(
        pairs in prop::collection::vec(("[A-Za-z_][A-Za-z0-9_]{0,9}", value()), 0..6),
        returns in any::<bool>(),
    ) {
        let mut file = write(pairs.iter().map(|(key, value)| (&**key, &**value)));
        if returns {
            // A bare return stands in no file that `write` makes.
            file = file.replace('\n', "\r\n");
        }
        let (values, syntax, unset) = expand_all(file.as_bytes());
        prop_assert_eq!((syntax, unset), (vec![], vec![]));
        prop_assert_eq!(values, pairs);
    }

    #[test]
    fn plain_text_needs_no_quotes(text in "[^\\s\"'#$\\\\\0][^\\s#$\\\\\0]{0,20}") {
        let (values, ..) = expand_all(format!("A= {text} # x").as_bytes());
        prop_assert_eq!(values, [("A".to_owned(), text)]);
    }

    #[test]
    fn no_error_holds_a_value(before in lively(), after in lively()) {
        let canary = "Q7Zx9Jq2Xk8Vw4Zj6Qy3";
        let file = format!("{before}\nKEY={canary}{after}\nEND={after}{canary}");
        let parsed = parse(file.as_bytes());
        let mut seen = format!("{parsed:?}");
        for error in &parsed.errors.listed {
            let _ = write!(seen, "{error}{error:?}{}", error.help());
        }
        prop_assert!(!seen.contains(canary), "{seen}");
    }
}
