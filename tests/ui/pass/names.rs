//! Names of fields that are not names of Rust, and names that are ours.

use tactful::Settings;

#[derive(Debug, Settings)]
#[settings(rename_all = "camelCase")]
struct Shop {
    base_url: String,
    r#type: String,
    #[settings(rename = "kebab-key")]
    kebab: String,
    /// Ours: locals of what is generated.
    binder: u8,
    __field_0: u8,
    value: u8,
    whole: u8,
    arm: u8,
    __tactful: u8,
    #[settings(validate = |value| if *value == binder { Ok(()) } else { Err("is another") }, default = FIELD)]
    uses_ours: u8,
}

#[allow(non_upper_case_globals)]
const binder: u8 = 3;
static FIELD: u8 = 3;

/// Traits and types that are called as ours are.
mod shadows {
    #![allow(dead_code)]

    use tactful::Settings;

    pub trait Unknown {
        const PLAIN: bool = true;
    }

    impl<T> Unknown for T {}

    pub struct Probe;
    pub struct Field;
    pub enum Option<T> {
        None,
        Some(T),
    }

    #[derive(Settings)]
    pub struct Shadowed {
        schema: u8,
        leaf: std::option::Option<u8>,
    }
}

fn main() {
    let pairs = [
        ("BASE_URL", "a"),
        ("TYPE", "b"),
        ("KEBAB_KEY", "c"),
        ("BINDER", "1"),
        ("FIELD0", "1"),
        ("VALUE", "1"),
        ("WHOLE", "1"),
        ("ARM", "1"),
        ("TACTFUL", "1"),
    ];
    let shop = Shop::from_pairs(pairs).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((shop.base_url.as_str(), shop.r#type.as_str(), shop.kebab.as_str(), shop.uses_ours), ("a", "b", "c", 3));
    assert!(shadows::Shadowed::from_pairs([("SCHEMA", "1")]).is_ok());
}
