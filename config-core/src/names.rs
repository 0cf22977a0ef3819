//! The one naming function: what the environment calls a key, hashed without composing it.
//!
//! A name is its prefixes and its part, joined by `_` (`__` around the key of a map or list entry). Its hash is FNV-1a
//! (Fowler, Noll and Vo) over the upper-cased bytes, so that a group carries the state of its prefix and each field
//! adds its own part alone.

/// The state of a hash under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NameHash(u64);

impl NameHash {
    pub(crate) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The hash of a whole name, ignoring case.
    pub(crate) fn of(name: &str) -> Self {
        Self::EMPTY.then(name)
    }

    pub(crate) fn then(self, text: &str) -> Self {
        let mut state = self.0;
        for byte in text.bytes() {
            state = (state ^ u64::from(byte.to_ascii_uppercase())).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(state)
    }

    /// The bits a table is indexed by: the high half, which FNV mixes best.
    #[allow(clippy::cast_possible_truncation, reason = "the upper half of 64 bits is 32 bits")]
    pub(crate) const fn bits(self) -> u32 {
        ((self.0 >> 32) ^ self.0) as u32
    }
}

/// How two names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Byte for byte.
    Exact,
    /// Ignoring ASCII case: file names of a secrets directory, the environment of Windows.
    Ignored,
}

impl Case {
    pub(crate) fn eq(self, left: &str, right: &str) -> bool {
        match self {
            Self::Exact => left == right,
            Self::Ignored => left.eq_ignore_ascii_case(right),
        }
    }

    /// `text` without `suffix`, where it ends so.
    pub(crate) fn strip_suffix<'a>(self, text: &'a str, suffix: &str) -> Option<&'a str> {
        let split = text.len().checked_sub(suffix.len())?;
        let (head, tail) = text.split_at_checked(split)?;
        self.eq(tail, suffix).then_some(head)
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
        assert_eq!(NameHash::of("SHOP_STRIPE_PIN"), NameHash::of("shop_").then("Stripe").then("_PIN"));
        assert_ne!(NameHash::of("SHOP_PIN"), NameHash::of("SHOP_PINS"));
    }

    #[test]
    fn suffixes_by_case() {
        assert_eq!(Case::Exact.strip_suffix("A_PIN", "PIN"), Some("A_"));
        assert_eq!(Case::Exact.strip_suffix("A_pin", "PIN"), None);
        assert_eq!(Case::Ignored.strip_suffix("A_pin", "PIN"), Some("A_"));
        assert_eq!(Case::Exact.strip_suffix("é", "\u{a9}"), None);
    }
}
