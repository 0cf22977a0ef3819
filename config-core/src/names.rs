//! The one naming function: what the environment calls a key, hashed without composing it.
//!
//! A name is its prefixes and its part, joined by `_` (`__` around the key of a map or list entry). Its hash is FNV-1a
//! (Fowler, Noll and Vo) so that a group carries the state of its prefix and each field
//! adds its own part alone. Two names with one hash of 64 bits are taken for the same name.

/// The state of a hash under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameHash(u64);

impl NameHash {
    pub(crate) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The hash of a whole name.
    pub(crate) fn of(name: &str) -> Self {
        Self::EMPTY.then(name)
    }

    pub(crate) fn then(self, text: &str) -> Self {
        self.then_bytes(text.as_bytes())
    }

    pub(crate) fn then_bytes(self, bytes: &[u8]) -> Self {
        let mut state = self.0;
        for byte in bytes {
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(state)
    }

    /// The bits a table is indexed by: the high half, which FNV mixes best, folded onto the low one.
    #[allow(clippy::cast_possible_truncation, reason = "an index takes the low bits")]
    pub(crate) const fn bits(self) -> usize {
        ((self.0 >> 32) ^ self.0) as usize
    }
}

/// The part that the key of a map entry gives to its environment name: `eu-west.1` is `EU_WEST_1`.
pub(crate) fn entry_part(key: &str) -> String {
    key.chars()
        .map(|c| match c {
            '-' | '.' => '_',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_carried() {
        assert_eq!(NameHash::of("SHOP_STRIPE_PIN"), NameHash::of("SHOP_").then("STRIPE").then("_PIN"));
        assert_ne!(NameHash::of("SHOP_PIN"), NameHash::of("SHOP_pin"));
    }

    #[test]
    fn parts_of_map_keys() {
        assert_eq!(entry_part("eu-west.1"), "EU_WEST_1");
    }
}
