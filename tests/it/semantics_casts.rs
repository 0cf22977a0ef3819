//! The cast table, row by row, through whole loads: from the environment, from a document, and as a default.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tactful::{ConfigFile, Context, ExposeSecret, SecretSlice, SecretString, Settings, Stack};

use crate::support::{codes, loader_in, project};

/// One value of one type, under one name.
macro_rules! one {
    ($($(#[$attribute:meta])* $name:ident: $type:ty;)*) => {$(
        #[derive(Debug, Settings)]
        struct $name {
            $(#[$attribute])*
            v: $type,
        }
    )*};
}

one! {
    Bool: bool;
    U8: u8;
    I64: i64;
    U128: u128;
    F64: f64;
    F32: f32;
    Text: String;
    Char: char;
    Path: PathBuf;
    Borrowed: Cow<'static, str>;
    Delay: Duration;
    #[settings(unit = "s")]
    Seconds: Duration;
    Time: SystemTime;
    Texts: Vec<String>;
    Numbers: Vec<u16>;
    Delays: Vec<Duration>;
    Set: BTreeSet<char>;
    Pair: (String, u8);
    Array: [bool; 2];
    #[settings(separator = ";")]
    Semicolons: Vec<String>;
    Map: BTreeMap<String, u8>;
    MapOfTexts: BTreeMap<String, String>;
    #[settings(encoding = "base64")]
    Base64: String;
    #[settings(encoding = "base64url")]
    Base64Url: SecretSlice<u8>;
    #[settings(encoding = "hex")]
    Hex: Vec<u8>;
    #[settings(encoding = "escaped")]
    Escaped: SecretString;
    Secrets: Vec<SecretString>;
    Raw: SecretSlice<u8>;
}

fn load<T: Settings>(text: &str) -> Option<T> {
    let loaded = T::from_pairs([("V", text)]);
    if let Err(error) = &loaded {
        assert_eq!(codes(error), [tactful::Code::Invalid], "{text:?}: {error}");
    }
    loaded.ok()
}

#[track_caller]
fn check<T: Settings, V: PartialEq + Debug>(
    get: fn(T) -> V,
    cases: impl IntoIterator<Item = (&'static str, Option<V>)>,
) {
    for (text, expected) in cases {
        assert_eq!(load::<T>(text).map(get), expected, "{text:?} of {}", T::schema().name());
    }
}

#[test]
fn scalars() {
    for word in ["true", "yes", "y", "on", "1", "True", "YES", "oN"] {
        check(|b: Bool| b.v, [(word, Some(true))]);
    }
    for word in ["false", "no", "n", "off", "0", "False", "N"] {
        check(|b: Bool| b.v, [(word, Some(false))]);
    }
    check(|b: Bool| b.v, [("2", None), ("t", None), ("", None), (" true", None), ("enabled", None)]);
    check(
        |n: U8| n.v,
        [
            ("0", Some(0)),
            ("255", Some(255)),
            ("256", None),
            ("-1", None),
            ("2_5_5", Some(255)),
            ("0xff", Some(255)),
            ("0o17", Some(15)),
            ("0b1_1", Some(3)),
            ("_1", None),
            ("1_", None),
            ("1__0", None),
            ("0x", None),
            ("1.0", None),
            ("1e2", None),
            (" 1", None),
            ("１", None),
        ],
    );
    check(|n: I64| n.v, [("-9223372036854775808", Some(i64::MIN)), ("-0x10", Some(-16)), ("--1", None), ("-", None)]);
    check(|n: U128| n.v, [("340282366920938463463374607431768211455", Some(u128::MAX))]);
    check(
        |n: F64| n.v,
        [("1e3", Some(1000.0)), ("-inf", Some(f64::NEG_INFINITY)), ("Inf", None), ("infinity", None), ("NaN", None)],
    );
    assert!(load::<F32>("nan").is_some_and(|f| f.v.is_nan()));
    assert!(load::<F32>("1e39").is_none(), "out of range is no infinity");
}

#[test]
fn out_of_range_is_its_own_message() {
    let text = |value: &str| U8::from_pairs([("V", value)]).unwrap_err().to_string();
    assert!(text("256").contains("is outside the range from 0 to 255"));
    assert!(text("x").contains("is not a whole number from 0 to 255"));
}

#[test]
fn text_stays_as_it_is() {
    for text in ["0123", "1e3", "true", " x ", "null", "[1]", "{}", "\"q\"", "a,b", "ß\u{301}"] {
        assert_eq!(load::<Text>(text).map(|t| t.v).as_deref(), Some(text));
        assert_eq!(load::<Borrowed>(text).map(|t| t.v).as_deref(), Some(text));
        assert_eq!(load::<Path>(text).map(|t| t.v), Some(PathBuf::from(text)));
    }
    check(|c: Char| c.v, [("é", Some('é')), (" ", Some(' ')), ("ab", None), ("", None)]);
    check(|p: Path| p.v, [("a\tb", None), ("a\u{7f}", None), ("a\u{85}", None), ("", None)]);
}

#[test]
fn times() {
    let seconds = |n: u64| Some(Duration::from_secs(n));
    check(
        |d: Delay| d.v,
        [
            ("30s", seconds(30)),
            ("1h 30m", seconds(5400)),
            ("PT1H30M", seconds(5400)),
            ("P1DT1S", seconds(86401)),
            ("250ms", Some(Duration::from_millis(250))),
            ("30", None),
            ("0", None),
            ("P1M", None),
            ("P1Y", None),
            ("1 month", None),
            ("-5s", None),
            ("s", None),
        ],
    );
    check(
        |d: Seconds| d.v,
        [("30", seconds(30)), ("1.5", Some(Duration::from_millis(1500))), ("2m", seconds(120)), ("-1", None)],
    );
    check(
        |t: Time| t.v,
        [
            ("1970-01-01T00:00:30Z", Some(SystemTime::UNIX_EPOCH + Duration::from_secs(30))),
            ("1970-01-01T01:00:30+01:00", Some(SystemTime::UNIX_EPOCH + Duration::from_secs(30))),
            ("1970-02-30T00:00:00Z", None),
            ("yesterday", None),
        ],
    );
    let text = Delay::from_pairs([("V", "30")]).unwrap_err().to_string();
    assert!(text.contains("V=30s"), "{text}");
}

#[test]
fn lists() {
    let texts = |items: &[&str]| Some(items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>());
    check(
        |l: Texts| l.v,
        [
            ("", texts(&[])),
            ("a", texts(&["a"])),
            (" a , b ", texts(&["a", "b"])),
            ("\"a,b\",c", texts(&["a,b", "c"])),
            ("\" a \",c", texts(&[" a ", "c"])),
            ("[\"a\", \"b,c\"]", texts(&["a", "b,c"])),
            ("[]", texts(&[])),
            ("[::1]:80,[::1]:81", texts(&["[::1]:80", "[::1]:81"])),
            ("[::1]", texts(&["[::1]"])),
            ("[a", texts(&["[a"])),
            ("[a]", None),
            ("a,,b", None),
            ("a,", None),
            (",", None),
            ("\"a", None),
        ],
    );
    check(
        |l: Numbers| l.v,
        [("[1, 2]", Some(vec![1, 2])), ("1,2", Some(vec![1, 2])), ("[1, 70000]", None), ("1;2", None)],
    );
    check(|l: Delays| l.v, [("1s,2m", Some(vec![Duration::from_secs(1), Duration::from_secs(120)])), ("1s,2", None)]);
    check(|s: Set| s.v, [("a,b,a", Some(BTreeSet::from(['a', 'b'])))]);
    check(
        |p: Pair| p.v,
        [("x,3", Some(("x".to_owned(), 3))), ("[\"x\", 3]", Some(("x".to_owned(), 3))), ("x", None), ("x,3,4", None)],
    );
    check(|a: Array| a.v, [("yes,no", Some([true, false])), ("yes", None), ("yes,no,yes", None)]);
    check(|l: Semicolons| l.v, [("a,b;c", texts(&["a,b", "c"])), ("[\"a\"]", texts(&["[\"a\"]"]))]);
    let secrets = load::<Secrets>(" a , b ").unwrap().v;
    let shown: Vec<_> = secrets.iter().map(ExposeSecret::expose_secret).collect();
    assert_eq!(shown, [" a ", " b "], "items of a secret list are not trimmed");
}

#[test]
fn maps() {
    let map = |pairs: &[(&str, u8)]| {
        Some(pairs.iter().map(|&(key, value)| (key.to_owned(), value)).collect::<BTreeMap<_, _>>())
    };
    check(
        |m: Map| m.v,
        [
            ("", map(&[])),
            ("k=1,k2=2", map(&[("k", 1), ("k2", 2)])),
            ("{\"k\": 1}", map(&[("k", 1)])),
            ("k", None),
            ("=1", None),
            ("k=1,k=2", None),
            ("{\"k\": 1, \"k\": 2}", None),
            ("k=256", None),
            ("{\"k\": 1.5}", None),
        ],
    );
    let values = load::<MapOfTexts>("a=b=c,\"x,y\"=\"1,2\"").unwrap().v;
    assert_eq!((values["a"].as_str(), values["x,y"].as_str()), ("b=c", "1,2"));
}

#[test]
fn encodings() {
    check(
        |t: Base64| t.v,
        [("aGk=", Some("hi".to_owned())), ("aGk", Some("hi".to_owned())), ("a!", None), ("/w==", None)],
    );
    assert_eq!(load::<Base64Url>("_-8").unwrap().v.expose_secret(), [0xff, 0xef]);
    check(|t: Hex| t.v, [("00ff", Some(vec![0, 255])), ("0", None), ("zz", None)]);
    assert_eq!(load::<Escaped>("a\\nb\\t\\\\").unwrap().v.expose_secret(), "a\nb\t\\");
    assert!(load::<Escaped>("a\\q").is_none());
    assert_eq!(load::<Raw>(" \r\n").unwrap().v.expose_secret(), b" \r\n");
}

#[test]
fn documents_give_their_own_types() {
    let load = |text: &str| -> Vec<String> {
        #[derive(Debug, Settings)]
        struct Typed {
            #[settings(default = 0)]
            whole: u8,
            #[settings(default = 0.5)]
            float: f64,
            #[settings(default = false)]
            flag: bool,
            #[settings(default = "d")]
            text: String,
            #[settings(default = "1s")]
            delay: Duration,
            #[settings(default = ["d"])]
            list: Vec<String>,
        }
        let folder = project(&[("s.toml", text)]);
        let loader = loader_in::<Typed>(folder.path(), &[]).stack(Stack::new().push(ConfigFile::new("s.toml")));
        match loader.load() {
            Ok(typed) => vec![format!(
                "{} {} {} {} {:?} {:?}",
                typed.whole, typed.float, typed.flag, typed.text, typed.delay, typed.list
            )],
            Err(error) => crate::support::problems(&error),
        }
    };
    for (text, expected) in [
        ("whole = 7\nfloat = 2\nflag = true", "7 2 true d 1s [\"d\"]"),
        ("whole = '7'\nfloat = '2.5'\nflag = 'yes'", "7 2.5 true d 1s [\"d\"]"),
        ("text = 0x1F", "0 0.5 false 0x1F 1s [\"d\"]"),
        ("text = 1e3", "0 0.5 false 1e3 1s [\"d\"]"),
        ("delay = 'PT2S'\nlist = ['a,b']", "0 0.5 false d 2s [\"a,b\"]"),
        ("list = 'a,b'", "0 0.5 false d 1s [\"a\", \"b\"]"),
        ("whole = 1.0", "invalid whole"),
        ("flag = 1", "invalid flag"),
        ("text = true", "invalid text"),
        ("text = [1]", "invalid text"),
        ("delay = 5", "invalid delay"),
        ("list = {a = 1}", "invalid list"),
        ("whole = 256", "invalid whole"),
    ] {
        assert_eq!(load(text), [expected], "{text}");
    }
}

#[test]
fn defaults_are_raw_text_for_the_same_cast() {
    #[derive(Debug, Settings)]
    struct Sound {
        #[settings(default = "0x10")]
        number: u8,
        #[settings(default = "yes")]
        flag: bool,
        #[settings(default = "a=1,b=2")]
        map: BTreeMap<String, u8>,
        #[settings(default = ["1s", "2m"])]
        delays: Vec<Duration>,
        #[settings(default = Duration::from_secs(9))]
        typed: Option<Duration>,
        #[settings(default)]
        empty: Vec<u8>,
    }
    #[derive(Debug, Settings)]
    struct Broken {
        #[settings(default = 300)]
        number: u8,
        #[settings(default = "30")]
        delay: Duration,
    }
    let sound = Sound::from_pairs::<_, &str, &str>([]).unwrap();
    assert_eq!((sound.number, sound.flag, sound.map["b"], sound.delays.len()), (16, true, 2, 2));
    assert_eq!((sound.typed, sound.empty.len()), (Some(Duration::from_secs(9)), 0));
    assert!(Sound::schema().verify().is_ok());

    assert!(Broken::schema().verify().is_err());
    let error = Broken::from_pairs([("NUMBER", "1")]).unwrap_err();
    assert_eq!(crate::support::problems(&error), ["invalid DELAY"], "a default that is not used harms nobody");
}

#[test]
fn no_cast_of_a_secret_repeats_it() {
    const CANARY: &str = "cAnArYq7Zt9Wk3Lp5Xv2";
    let texts = [
        CANARY.to_owned(),
        format!("{CANARY}\\q"),
        format!("[{CANARY}]"),
        format!("{CANARY},,x"),
        format!("{{{CANARY}"),
    ];
    for text in texts {
        let context = || Context::from_pairs([("V", text.as_str())]);
        let said = [
            format!("{:?}", Base64Url::loader().context(context()).load().map(drop)),
            format!("{:?}", Escaped::loader().context(context()).load().map(drop)),
            format!("{:?}", Secrets::loader().context(context()).load().map(drop)),
            Secrets::loader().context(context()).explain().to_json(),
            Raw::loader().context(context()).explain().to_string(),
        ];
        for output in said {
            let leak =
                CANARY.as_bytes().windows(6).find(|part| output.as_bytes().windows(6).any(|other| other == *part));
            assert!(leak.is_none(), "{output}");
        }
    }
}
