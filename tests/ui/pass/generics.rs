//! Generic structs: bounds come from the types of fields, and a parameter is a secret until it is known to be plain.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::str::FromStr;

use tactful::{Plain, SecretString, Settings};

#[derive(Debug, Settings)]
struct Pool<T, const N: usize = 2> {
    size: T,
    #[settings(default = [])]
    spare: Vec<T>,
    weights: [u8; N],
    #[settings(default)]
    limits: BTreeMap<String, T>,
    #[settings(skip)]
    kind: PhantomData<T>,
}

#[derive(Debug, Settings)]
struct Wrapped<G> {
    #[settings(nested)]
    one: G,
    #[settings(nested)]
    some: Option<Pool<u8, 1>>,
}

#[derive(Debug, Settings)]
struct Parsed<T: FromStr<Err: std::fmt::Display>> {
    #[settings(from_str)]
    one: T,
    #[settings(from_str)]
    other: Option<T>,
}

#[derive(Debug, Settings)]
struct Shown<T: Plain> {
    #[settings(default = 5)]
    value: T,
}

#[derive(Debug, Settings)]
struct Open<T> {
    #[settings(public, default = 5)]
    value: T,
}

trait Family {
    type Member;
}

struct Numbers;

impl Family for Numbers {
    type Member = u32;
}

#[derive(Settings)]
struct Associated<F: Family> {
    member: F::Member,
}

const NOTHING: [(&str, &str); 0] = [];

fn main() {
    let pool = Pool::<u16>::from_pairs([("SIZE", "3"), ("SPARE", "1,2"), ("WEIGHTS", "1,2"), ("LIMITS__A", "4")]);
    let pool = pool.expect("sound");
    assert_eq!((pool.size, pool.spare, pool.weights, pool.limits["a"]), (3, vec![1, 2], [1, 2], 4));

    let secret = Pool::<SecretString>::from_pairs([("SIZE", "s3cr3t"), ("WEIGHTS", "1,2,3")]).expect_err("three of two");
    assert!(!format!("{secret}").contains("s3cr3t"));

    // Nothing is known of a parameter, so that its value is never shown.
    let wrong = Pool::<u16>::from_pairs([("SIZE", "c4n4ry"), ("WEIGHTS", "1,2")]).expect_err("no number");
    assert!(!format!("{wrong}").contains("c4n4ry"), "{wrong}");
    let wrong = Shown::<u16>::from_pairs([("VALUE", "c4n4ry")]).expect_err("no number");
    assert!(format!("{wrong}").contains("c4n4ry"), "{wrong}");

    let wrapped = Wrapped::<Open<u8>>::from_pairs([("ONE_VALUE", "7")]).expect("sound");
    assert_eq!((wrapped.one.value, wrapped.some.is_none()), (7, true));
    let parsed = Parsed::<u64>::from_pairs([("ONE", "7")]).expect("sound");
    assert_eq!((parsed.one, parsed.other), (7, None));
    assert_eq!(Shown::<u16>::from_pairs(NOTHING).map(|shown| shown.value).ok(), Some(5));
    assert_eq!(Associated::<Numbers>::from_pairs([("MEMBER", "7")]).map(|found| found.member).ok(), Some(7));
}
