//! Leaves are any type of serde's world; structs may be generic.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use bytesize::ByteSize;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tactful::{ExposeSecret as _, SecretBox, Settings, Url};
use uuid::Uuid;

use crate::support::problems;

#[derive(Debug, Settings)]
struct World {
    url: Url,
    ip: IpAddr,
    socket: SocketAddr,
    path: PathBuf,
    uuid: Uuid,
    date: NaiveDate,
    time: DateTime<Utc>,
    size: ByteSize,
    #[settings(from_str)]
    parsed: ByteSize,
    workers: NonZeroU16,
    delay: Duration,
    start: SystemTime,
    set: BTreeSet<u8>,
    array: [u8; 3],
    tuple: (String, u16),
    ports: HashMap<String, Vec<u16>>,
    level: Level,
    point: Point,
    shape: Shape,
    boxed: Box<str>,
    #[settings(unit = "ms")]
    millis: Duration,
    #[settings(separator = ";")]
    split: Vec<String>,
    #[settings(with = even)]
    even: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Settings)]
#[settings(rename_all = "kebab-case")]
enum Level {
    VeryLow,
    High,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Dot,
    Circle(f64),
    Square { side: u8 },
}

fn even(text: &str) -> Result<u32, String> {
    let number: u32 = text.parse().map_err(|_| "no number".to_owned())?;
    if number.is_multiple_of(2) { Ok(number) } else { Err("odd".to_owned()) }
}

const PAIRS: [(&str, &str); 23] = [
    ("URL", "https://example.com/x"),
    ("IP", "::1"),
    ("SOCKET", "127.0.0.1:80"),
    ("PATH", "/tmp/x"),
    ("UUID", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
    ("DATE", "2026-11-23"),
    ("TIME", "2026-11-23T10:00:00Z"),
    ("SIZE", "10 MiB"),
    ("PARSED", "1kB"),
    ("WORKERS", "4"),
    ("DELAY", "1h 30m"),
    ("START", "2026-11-23T10:00:00Z"),
    ("SET", "3,1,1"),
    ("ARRAY", "[1, 2, 3]"),
    ("TUPLE", "a,2"),
    ("PORTS", r#"{"web": [80, 443]}"#),
    ("LEVEL", "Very-Low"),
    ("POINT", r#"{"x": 1, "y": -2}"#),
    ("SHAPE", r#"{"square": {"side": 3}}"#),
    ("BOXED", "0123"),
    ("MILLIS", "250"),
    ("SPLIT", "a,b;c"),
    ("EVEN", "4"),
];

#[test]
fn types_of_serdes_world() {
    let world = World::from_pairs(PAIRS).unwrap();
    assert_eq!(world.url.as_str(), "https://example.com/x");
    assert_eq!(world.ip, "::1".parse::<IpAddr>().unwrap());
    assert_eq!(world.size, ByteSize::mib(10));
    assert_eq!(world.parsed, ByteSize::kb(1));
    assert_eq!(world.delay, Duration::from_secs(5400));
    assert_eq!(world.start, SystemTime::from(world.time));
    assert_eq!(world.set, BTreeSet::from([1, 3]));
    assert_eq!((world.array, world.tuple), ([1, 2, 3], ("a".to_owned(), 2)));
    assert_eq!(world.ports["web"], [80, 443]);
    assert_eq!(
        (world.level, world.point, world.shape),
        (Level::VeryLow, Point { x: 1, y: -2 }, Shape::Square { side: 3 })
    );
    assert_eq!((&*world.boxed, world.millis), ("0123", Duration::from_millis(250)));
    assert_eq!((world.split, world.even), (vec!["a,b".to_owned(), "c".to_owned()], Some(4)));
}

#[test]
fn every_one_of_them_can_be_wrong() {
    let wrong = PAIRS.map(|(name, _)| (name, if name == "PATH" { "a\u{1}" } else { "{[nonsense" }));
    let error = World::from_pairs(wrong).unwrap_err();
    // Text and a list of text take anything.
    let expected: Vec<_> = PAIRS
        .iter()
        .map(|(name, _)| format!("invalid {name}"))
        .filter(|problem| !["invalid BOXED", "invalid SPLIT"].contains(&problem.as_str()))
        .collect();
    assert_eq!(problems(&error), expected);
    let level = World::from_pairs(PAIRS.map(|(name, value)| (name, if name == "LEVEL" { "medium" } else { value })));
    let text = level.unwrap_err().to_string();
    assert!(text.contains("very-low") && text.contains("high"), "{text}");
}

#[derive(Debug, Settings)]
struct Pair<T: DeserializeOwned, S>
where
    S: DeserializeOwned + Clone + secrecy_bound::Zeroize,
{
    value: T,
    secret: SecretBox<S>,
    list: Vec<T>,
}

mod secrecy_bound {
    pub(super) use tactful::__private::Zeroize;
}

#[derive(Debug, Settings)]
struct Outer<G: tactful::Group> {
    #[settings(nested)]
    group: G,
}

#[test]
fn generic_structs() {
    let pairs = [("GROUP_VALUE", "1"), ("GROUP_SECRET", "2"), ("GROUP_LIST", "3,4")];
    let outer = Outer::<Pair<u8, u16>>::from_pairs(pairs).unwrap();
    assert_eq!((outer.group.value, outer.group.list), (1, vec![3, 4]));
    assert_eq!(*outer.group.secret.expose_secret(), 2);
    let text = Pair::<u8, u16>::from_pairs([("VALUE", "canary"), ("SECRET", "canary"), ("LIST", "1")]).unwrap_err();
    assert!(!text.to_string().contains("canary"), "a bare parameter counts as secret\n{text}");
}
