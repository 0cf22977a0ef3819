//! Structs that a macro writes: what it passes on is wrapped in brackets that nobody sees.

use tactful::Settings;

macro_rules! settings {
    ($name:ident { $($field:ident: $ty:ty = $default:expr, $rule:expr, $env:literal;)* }) => {
        #[derive(Settings)]
        struct $name {
            $(
                #[settings(default = $default, validate = $rule, env = $env)]
                $field: $ty,
            )*
        }
    };
}

fn small(number: &i16) -> Result<(), &'static str> {
    if *number < 10 { Ok(()) } else { Err("is not small") }
}

settings!(Numbers {
    one: i16 = -1, small, "ONE";
    two: i16 = 1 + 1, |n| small(n), "TWO";
    three: Option<i16> = 3, small, "THREE";
});

macro_rules! whole {
    ($(#[$meta:meta])* $kind:vis struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        $kind struct $name { $($body)* }
    };
}

whole! {
    #[derive(Settings)]
    #[settings(prefix = "SHOP")]
    pub(crate) struct Shop {
        #[settings(default = ["a", "b"])]
        hosts: Vec<String>,
    }
}

const NOTHING: [(&str, &str); 0] = [];

fn main() {
    let numbers = Numbers::from_pairs(NOTHING).expect("sound");
    assert_eq!((numbers.one, numbers.two, numbers.three), (-1, 2, Some(3)));
    let error = Numbers::from_pairs([("TWO", "12")]).err().expect("too large");
    assert!(format!("{error}").contains("is not small"), "{error}");
    assert_eq!(Shop::from_pairs(NOTHING).expect("sound").hosts, ["a", "b"]);
}
