//! The one naming function: what the environment calls a key, hashed without composing it.
//!
//! A name is its prefixes and its part, joined by `_` (`__` around the key of a map or list entry). Its hash is a
//! polynomial of its bytes: that of two texts in a row follows from those of each, so that a group carries the hash of
//! its prefix and the parts of the fields are hashed by the compiler. Two names with one hash of 64 bits are taken for
//! the same name.

/// Odd, so that no byte is lost, and without a pattern in its bits: 2^64 over the golden ratio.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a name, or of the beginning of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NameHash(u64);

/// A text to be added to a name, hashed beforehand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamePart {
    hash: NameHash,
    /// What the hash of the text before it is multiplied by.
    shift: u64,
}

impl NameHash {
    /// The hash of a whole name.
    pub(crate) const fn of(name: &[u8]) -> Self {
        const POWERS: [u64; 4] = {
            let square = BASE.wrapping_mul(BASE);
            [square.wrapping_mul(square), square.wrapping_mul(BASE), square, BASE]
        };
        let mut state = 0_u64;
        let mut rest = name;
        // Four bytes at a time do not wait for each other.
        while let [a, b, c, d, after @ ..] = rest {
            state = state
                .wrapping_mul(POWERS[0])
                .wrapping_add((*a as u64).wrapping_mul(POWERS[1]))
                .wrapping_add((*b as u64).wrapping_mul(POWERS[2]))
                .wrapping_add((*c as u64).wrapping_mul(POWERS[3]))
                .wrapping_add(*d as u64);
            rest = after;
        }
        while let [byte, after @ ..] = rest {
            state = state.wrapping_mul(BASE).wrapping_add(*byte as u64);
            rest = after;
        }
        Self(state)
    }

    /// Equality, for the compiler.
    pub(crate) const fn is(self, other: Self) -> bool {
        self.0 == other.0
    }

    pub(crate) const fn then(self, part: NamePart) -> Self {
        Self(self.0.wrapping_mul(part.shift).wrapping_add(part.hash.0))
    }

    /// The bits a table is indexed by, from the high half, which every byte reaches.
    #[allow(clippy::cast_possible_truncation, reason = "an index takes the low bits")]
    pub(crate) const fn bits(self) -> usize {
        (self.0 ^ (self.0 >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(24) as usize
    }
}

impl NamePart {
    pub(crate) const fn of(text: &str) -> Self {
        let mut shift = 1_u64;
        let mut left = text.len();
        while left > 0 {
            shift = shift.wrapping_mul(BASE);
            left -= 1;
        }
        Self { hash: NameHash::of(text.as_bytes()), shift }
    }

    /// The hash of the text by itself.
    pub(crate) const fn alone(self) -> NameHash {
        self.hash
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
        let carried =
            ["SHOP_", "STRIPE", "", "_", "PIN"].map(NamePart::of).into_iter().fold(NameHash::of(b""), NameHash::then);
        assert_eq!(NameHash::of(b"SHOP_STRIPE_PIN"), carried);
        assert_ne!(NameHash::of(b"SHOP_PIN"), NameHash::of(b"SHOP_pin"));
    }

    #[test]
    fn names_of_a_large_schema_differ() {
        let names: std::collections::HashSet<u64> =
            (0..100_000).map(|n| NameHash::of(format!("A_{n}").as_bytes()).0).collect();
        assert_eq!(names.len(), 100_000);
    }

    #[test]
    fn parts_of_map_keys() {
        assert_eq!(entry_part("eu-west.1"), "EU_WEST_1");
    }
}
