//! Names: any text as a key, as the name of a variable and as a profile.
//!
//! The first line of an input is the profile, each other line a name; each name holds the secret.

use tactful::{Context, Env, LayerName, Map, Overrides, Settings as _, Stack};

use crate::load::{Look, load, load_silently};
use crate::settings::{Kept, Plain};
use crate::silence::{CANARY, is_learned};

/// Names of keys and variables.
///
/// # Panics
/// Where it finds something, as all targets do.
pub fn key_path(input: &[u8]) {
    if is_learned(input) {
        return;
    }
    let (text, look) = (String::from_utf8_lossy(input), Look::at(input));
    let (profile, names) = text.split_once('\n').unwrap_or(("", &text));
    // What names a file or moves the load holds no secret, and its value may be shown.
    let holds_secret = |name: &&str| {
        let name = name.to_ascii_uppercase();
        !name.ends_with("_FILE") && !name.starts_with("SETTINGS_")
    };
    let names: Vec<&str> = names.split('\n').filter(holds_secret).collect();

    let pairs = || names.iter().map(|name| (*name, CANARY));
    let stack = Stack::new().push(Map::new("names", pairs())).push(Overrides::pairs(pairs()));
    let loader =
        Kept::loader().context(Context::from_pairs(pairs())).stack(stack.push_below(LayerName::MAP, Env::new()));
    load_silently(&loader, look);

    let loader = Plain::loader().context(Context::from_pairs(pairs())).stack(Stack::new().push(Env::new()));
    let (_, once) = load(&loader, Look::Load);
    if look == Look::Everything {
        let (_, twice) = load(&loader, Look::Load);
        assert_eq!(once, twice, "the same load tells different things");
    }

    if !profile.is_empty() {
        load_silently(&loader_of(profile, &names), look);
    }
}

/// Two names are given, and whatever others are there, these are the values.
fn loader_of(profile: &str, names: &[&str]) -> tactful::Loader<Kept> {
    let given = [("key", "the given one"), ("required", "this one too")];
    let stack =
        Stack::new().push(Map::new("names", names.iter().map(|name| (*name, CANARY)))).push(Overrides::pairs(given));
    Kept::loader().profile(profile).stack(stack).context(Context::from_pairs::<_, &str, &str>([]))
}
