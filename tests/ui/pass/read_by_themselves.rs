//! Types that read their own text, by `FromStr` or a function, of an `Option` too.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use tactful::Settings;

#[derive(Debug, PartialEq)]
struct Level(u8);

impl FromStr for Level {
    type Err = fmt::Error;

    fn from_str(text: &str) -> Result<Self, fmt::Error> {
        text.strip_prefix("level ").and_then(|digits| digits.parse().ok()).map(Self).ok_or(fmt::Error)
    }
}

fn level(text: &str) -> Result<Level, &'static str> {
    text.parse().map_err(|_| "is not `level` and a number")
}

fn map(text: &str) -> Result<BTreeMap<String, u8>, String> {
    text.split('&').map(|pair| pair.split_once('=').ok_or("is no pair")).map(|pair| {
        let (key, value) = pair?;
        Ok((key.to_owned(), value.parse().map_err(|_| "is no number")?))
    }).collect()
}

#[derive(Debug, Settings)]
struct Shop {
    #[settings(from_str, default = "level 1")]
    parsed: Level,
    #[settings(from_str)]
    maybe_parsed: Option<Level>,
    #[settings(with = level, default(test = Level(2), _ = "level 3"))]
    read: Level,
    #[settings(with = level)]
    maybe_read: Option<Level>,
    #[settings(with = |text| text.chars().rev().collect::<String>().parse::<u32>())]
    backwards: u32,
    #[settings(with = map)]
    map: BTreeMap<String, u8>,
    #[settings(from_str, encoding = "hex")]
    decoded: Option<Level>,
}

fn main() {
    let required = [("BACKWARDS", "21"), ("MAP", "a=1&b=2")];
    let shop = Shop::from_pairs(required).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((shop.parsed, shop.maybe_parsed, shop.read, shop.maybe_read), (Level(1), None, Level(2), None));
    assert_eq!((shop.backwards, shop.map["b"], shop.decoded), (12, 2, None));

    let more = [("MAYBE_PARSED", "level 4"), ("MAYBE_READ", "level 5"), ("DECODED", "6c6576656c2036")];
    let shop = Shop::from_pairs(required.into_iter().chain(more)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((shop.maybe_parsed, shop.maybe_read, shop.decoded), (Some(Level(4)), Some(Level(5)), Some(Level(6))));

    let error = Shop::from_pairs(required.into_iter().chain([("READ", "c4n4ry")])).expect_err("no level");
    let text = format!("{error}");
    assert!(text.contains("is not `level` and a number") && !text.contains("c4n4ry"), "{text}");
}
