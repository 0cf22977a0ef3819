//! The one naming function: what the environment calls a key, hashed without composing it.
//!
//! A name is its prefixes and its part, joined by `_` (`__` around the key of a map or list entry). The hash of a prefix
//! goes on with each part below it; that of a whole name, as an environment gives it, goes by eight bytes at a time. Two
//! names with one hash of 64 bits are taken for the same name.

/// The hash of a whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NameHash(u64);

/// The hash of a name under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameHasher {
    /// Of all whole blocks of eight bytes.
    state: u64,
    /// The last eight bytes, the last of them highest.
    last: u64,
    len: usize,
}

/// Odd, so that no bit is lost, and without a pattern in its bits: 2^64 over the golden ratio.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

const fn mix(state: u64, block: u64) -> u64 {
    let product = (state ^ block).wrapping_mul(FACTOR);
    product ^ (product >> 32)
}

impl NameHash {
    #[inline]
    pub(crate) fn of(name: &[u8]) -> Self {
        let (blocks, rest) = name.as_chunks();
        let state = blocks.iter().fold(0, |state, block| mix(state, u64::from_le_bytes(*block)));
        let last =
            name.last_chunk().map_or_else(|| rest.iter().copied().fold(0, follow), |last| u64::from_le_bytes(*last));
        Self(mix(mix(state, last), name.len() as u64))
    }

    /// Equality, for the compiler.
    pub(crate) const fn is(self, other: Self) -> bool {
        self.0 == other.0
    }

    /// The bits a table is indexed by.
    #[allow(clippy::cast_possible_truncation, reason = "an index takes the low bits")]
    pub(crate) const fn bits(self) -> usize {
        self.0 as usize
    }
}

const fn follow(last: u64, byte: u8) -> u64 {
    last >> 8 | (byte as u64) << 56
}

impl NameHasher {
    pub(crate) const fn of(name: &str) -> Self {
        Self { state: 0, last: 0, len: 0 }.then(name)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Goes on with a text.
    pub(crate) const fn then(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, after @ ..] = rest {
            self.last = follow(self.last, *byte);
            self.len += 1;
            if self.len.is_multiple_of(8) {
                self.state = mix(self.state, self.last);
            }
            rest = after;
        }
        self
    }

    pub(crate) const fn finish(self) -> NameHash {
        NameHash(mix(mix(self.state, self.last), self.len as u64))
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
        let name = "SHOP_STRIPE_WEBHOOKS__EU_WEST_1__SIGNING_KEY_FILE";
        for end in 0..=name.len() {
            for cut in 0..=end {
                let carried = NameHasher::of(&name[..cut]).then("").then(&name[cut..end]).finish();
                assert_eq!(NameHash::of(&name.as_bytes()[..end]), carried, "{cut} {end}");
            }
        }
        assert_ne!(NameHash::of(b"SHOP_PIN"), NameHash::of(b"SHOP_pin"));
    }

    #[test]
    fn names_of_a_large_schema_differ() {
        for form in ["A_{}", "SERVICE_SETTINGS_{}_PORT", "{}"] {
            let names = (0..100_000).map(|n| NameHash::of(form.replace("{}", &n.to_string()).as_bytes()).0);
            assert_eq!(names.collect::<std::collections::HashSet<u64>>().len(), 100_000);
        }
    }

    #[test]
    fn parts_of_map_keys() {
        assert_eq!(entry_part("eu-west.1"), "EU_WEST_1");
    }
}
