//! Expressions in attributes: anything that Rust takes for one.

use std::collections::HashMap;
use std::time::Duration;

use tactful::validate::{length, one_of, range};
use tactful::Settings;

const LIMIT: u16 = 100;

#[derive(Settings)]
#[settings(validate = |s: &Self| -> Result<(), &'static str> { if s.a < s.b { Ok(()) } else { Err("a is not below b") } })]
#[settings(validate = Self::ordered)]
struct Shop {
    #[settings(default = 1, validate = range(1..=5), validate = |a| -> Result<(), String> { Ok(()) })]
    a: u16,
    #[settings(default = if LIMIT > 3 { LIMIT } else { 3 }, validate = range(..=LIMIT))]
    b: u16,
    #[settings(default = HashMap::<String, u16>::from([("a".to_owned(), 1)]))]
    map: HashMap<String, u16>,
    #[settings(default = <Vec<u16> as FromIterator<u16>>::from_iter([1, 2]), env = "LIST_OF_NUMBERS")]
    list: Vec<u16>,
    #[settings(default = { let seconds = 5; Duration::from_secs(seconds) }, unit = "s")]
    wait: Duration,
    #[settings(default = LIMIT as f32 / 2.0)]
    half: f32,
    #[settings(default = vec![1; 3], validate = length(1..), separator = "|")]
    items: Vec<u8>,
    #[settings(default = "b", validate = one_of(["a", "b"]), alias = "letters")]
    letter: String,
    #[settings(default = 'x')]
    character: char,
    #[settings(default = -5i8)]
    negative: i8,
    #[settings(default = 0xFF_u16)]
    hexadecimal: u16,
    #[settings(default = [[1, 2], [3, 4]])]
    matrix: [[u8; 2]; 2],
    #[settings(default = Self::greeting())]
    greeting: String,
    #[settings(default)]
    nothing: Option<u8>,
    #[settings(default = "/tmp", validate = |path: &std::path::PathBuf| if path.is_absolute() { Ok(()) } else { Err("is not absolute") })]
    path: std::path::PathBuf,
    #[settings(default(test = 7, "eu-west" = 8 << 1, relaxed = 9, hardened = LIMIT, _ = 10))]
    workers: u16,
}

impl Shop {
    fn greeting() -> String {
        "hello".to_owned()
    }

    fn ordered(&self) -> Result<(), String> {
        Ok(())
    }
}

const NOTHING: [(&str, &str); 0] = [];

fn main() {
    let shop = Shop::from_pairs(NOTHING).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((shop.a, shop.b, shop.map["a"], shop.list), (1, 100, 1, vec![1, 2]));
    assert_eq!((shop.wait, shop.half, shop.items), (Duration::from_secs(5), 50.0, vec![1, 1, 1]));
    assert_eq!((shop.letter.as_str(), shop.character, shop.negative, shop.hexadecimal), ("b", 'x', -5, 255));
    assert_eq!((shop.matrix, shop.greeting.as_str(), shop.nothing), ([[1, 2], [3, 4]], "hello", None));
    assert_eq!((shop.path.to_str(), shop.workers), (Some("/tmp"), 7));
    let error = Shop::from_pairs([("A", "4"), ("B", "2")]).err().expect("not ordered");
    assert!(format!("{error}").contains("a is not below b"), "{error}");
}
