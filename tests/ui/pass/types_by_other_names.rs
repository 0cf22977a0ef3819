//! Traits decide what a type is, so that aliases and paths are seen through.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tactful::{ExposeSecret, SecretBox, SecretSlice, SecretString, Settings};

type Maybe<T> = std::option::Option<T>;
type Key = SecretString;
type Keys = BTreeMap<String, Maybe<Key>>;
type Bytes = SecretSlice<u8>;
type Limits = Maybe<HashMap<String, u32>>;
type Group = Maybe<Inner>;

#[derive(Settings)]
struct Inner {
    path: String,
}

#[derive(Settings)]
struct Outer {
    api_key: Key,
    other_secrets: Keys,
    token: Maybe<Bytes>,
    pem: Maybe<SecretBox<Vec<u8>>>,
    limits: Limits,
    #[settings(nested)]
    inner: Group,
    #[settings(default = Duration::from_secs(5))]
    patience: Maybe<Duration>,
    #[settings(required_in = ["production"])]
    required: Maybe<u8>,
    #[settings(validate = |n| if *n > 3 { Ok(()) } else { Err("is too small") })]
    checked: Maybe<u8>,
    #[settings(unit = "s")]
    wait: Maybe<Duration>,
    #[settings(separator = ";")]
    list: Maybe<Vec<u8>>,
}

#[derive(Settings)]
struct Borrowing<'a> {
    name: Cow<'a, str>,
    #[settings(public)]
    token: Cow<'a, str>,
    #[settings(flatten)]
    lender: Lender<'a>,
    #[settings(nested)]
    lenders: Vec<Lender<'a>>,
}

#[derive(Settings)]
struct Lender<'a> {
    address: Cow<'a, str>,
}

fn main() {
    let pairs = [
        ("API_KEY", "a"),
        ("OTHER_SECRETS__B", "b"),
        ("TOKEN", "c"),
        ("LIMITS__FOO", "3"),
        ("INNER_PATH", "/d"),
        ("WAIT", "7"),
        ("LIST", "1;2"),
    ];
    let outer = Outer::from_pairs(pairs).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(outer.api_key.expose_secret(), "a");
    assert_eq!(outer.other_secrets["b"].as_ref().map(|key| key.expose_secret()), Some("b"));
    assert_eq!(outer.token.as_ref().map(|token| token.expose_secret()), Some(&b"c"[..]));
    assert!(outer.pem.is_none() && outer.required.is_none() && outer.checked.is_none());
    assert_eq!(outer.limits.map(|limits| limits["foo"]), Some(3));
    assert_eq!(outer.inner.map(|inner| inner.path).as_deref(), Some("/d"));
    assert_eq!(outer.patience, Some(Duration::from_secs(5)));
    assert_eq!(outer.wait, Some(Duration::from_secs(7)));
    assert_eq!(outer.list, Some(vec![1, 2]));

    let error = Outer::from_pairs(pairs.into_iter().chain([("CHECKED", "3")])).err().expect("too small");
    assert!(format!("{error}").contains("is too small"), "{error}");

    let borrowing = Borrowing::from_pairs([("NAME", "a"), ("TOKEN", "b"), ("ADDRESS", "c"), ("LENDERS__0__ADDRESS", "d")]).expect("sound");
    assert_eq!((&*borrowing.name, &*borrowing.token), ("a", "b"));
    assert_eq!((&*borrowing.lender.address, &*borrowing.lenders[0].address), ("c", "d"));

    #[derive(Settings)]
    struct Local {
        port: u16,
    }
    assert_eq!(Local::from_pairs([("PORT", "80")]).map(|local| local.port).ok(), Some(80));
}
