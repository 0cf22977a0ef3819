//! Laws of merging, over random layers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tactful::{Context, Map, Settings, Stack};

#[derive(Clone, Debug, PartialEq, Settings)]
struct Flat {
    a: Option<String>,
    b: Option<u16>,
    #[settings(nested)]
    inner: Inner,
    #[settings(default)]
    map: BTreeMap<String, u8>,
}

#[derive(Clone, Debug, PartialEq, Settings)]
struct Inner {
    #[settings(default = "d")]
    c: String,
    d: Option<bool>,
}

type Layer = Vec<(&'static str, String)>;

/// A layer that says something of some keys, in one of the ways to name them.
fn layer() -> impl Strategy<Value = Layer> {
    let text = prop_oneof!["[a-z]{1,8}", Just("0123".to_owned()), Just("pa$$w${x}".to_owned())];
    let pair = prop_oneof![
        text.clone().prop_map(|value| ("A", value)),
        any::<u16>().prop_map(|value| ("B", value.to_string())),
        text.clone().prop_map(|value| ("INNER_C", value)),
        text.prop_map(|value| ("inner.c", value)),
        any::<bool>().prop_map(|value| ("INNER_D", value.to_string())),
        any::<u8>().prop_map(|value| ("MAP__X", value.to_string())),
        any::<u8>().prop_map(|value| ("map.y", value.to_string())),
    ];
    // One name per key, so that no layer contradicts itself.
    proptest::collection::vec(pair, 0..7).prop_map(|pairs| {
        let keyed: BTreeMap<String, _> =
            pairs.into_iter().map(|(name, value)| (name.replace('.', "_").to_uppercase(), (name, value))).collect();
        keyed.into_values().collect()
    })
}

fn load<'a>(layers: impl IntoIterator<Item = &'a Layer>) -> Flat {
    let stack = layers.into_iter().fold(Stack::new(), |stack, layer| stack.push(Map::new("layer", layer.clone())));
    Flat::loader().context(Context::from_pairs::<_, &str, &str>([])).stack(stack).load().unwrap()
}

/// The same layers as one: later ones win, key by key.
fn folded(layers: &[Layer]) -> Layer {
    let mut keyed = BTreeMap::new();
    for (name, value) in layers.iter().flatten() {
        keyed.insert(name.replace('.', "_").to_uppercase(), (*name, value.clone()));
    }
    keyed.into_values().collect()
}

proptest! {
    #[test]
    fn the_highest_wins_key_by_key(layers in proptest::collection::vec(layer(), 0..5)) {
        prop_assert_eq!(load(&layers), load(&[folded(&layers)]));
    }

    #[test]
    fn a_layer_twice_is_a_layer(layers in proptest::collection::vec(layer(), 1..4)) {
        let doubled: Vec<_> = layers.iter().flat_map(|layer| [layer, layer]).collect();
        prop_assert_eq!(load(doubled), load(&layers));
    }

    #[test]
    fn merging_is_associative(below in layer(), middle in layer(), above in layer()) {
        let left = folded(&[folded(&[below.clone(), middle.clone()]), above.clone()]);
        let right = folded(&[below.clone(), folded(&[middle.clone(), above.clone()])]);
        prop_assert_eq!(load(std::slice::from_ref(&left)), load(&[right]));
        prop_assert_eq!(load(&[below, middle, above]), load(&[left]));
    }

    #[test]
    fn an_empty_layer_changes_nothing(layers in proptest::collection::vec(layer(), 0..4), at in 0_usize..4) {
        let mut more = layers.clone();
        more.insert(at.min(layers.len()), Layer::new());
        prop_assert_eq!(load(&more), load(&layers));
    }
}
