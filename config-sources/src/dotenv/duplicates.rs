//! Keys that stand more than once in a file.

use std::collections::HashMap;

use super::error::Capped;
use super::template::Assignment;

/// A key that stands twice in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The key.
    pub(crate) key: String,
    /// The line that has no effect.
    pub(crate) first: u32,
    /// The next line with that key.
    pub(crate) second: u32,
}

/// Up to here each key is compared with every other, which takes no memory.
const FEW: usize = 8;

/// How many places of [`surely_distinct`] a key may try.
const PROBES: usize = 8;

/// The duplicates among `assignments`, in order of their second lines; none that may not be shown.
pub(super) fn find_duplicates(assignments: &[Assignment<'_>]) -> Capped<Duplicate> {
    let mut duplicates = Capped::new();
    if surely_distinct(assignments) {
        return duplicates;
    }
    let mut lines = HashMap::with_capacity(assignments.len());
    for assignment in assignments.iter().filter(|assignment| !assignment.doubtful) {
        let (key, second) = (&*assignment.key, assignment.line);
        if let Some(first) = lines.insert(key, second) {
            duplicates.push(|| Duplicate { key: key.to_owned(), first, second });
        }
    }
    duplicates
}

/// Whether no key stands twice, as far as can be told with little work: several times less than a map takes
/// whose hashes no file can foresee. A file that foresees these only makes the answer `false`.
fn surely_distinct(assignments: &[Assignment<'_>]) -> bool {
    if assignments.len() <= FEW {
        let is_new = |(at, own): (usize, &Assignment<'_>)| assignments[..at].iter().all(|other| *other.key != *own.key);
        return assignments.iter().enumerate().all(is_new);
    }
    let places = (assignments.len() * 2).next_power_of_two();
    let mut taken = vec![0; places];
    assignments.iter().all(|assignment| {
        let hash = mix(&assignment.key);
        for probe in 0..PROBES {
            let other = &mut taken[(hash as usize).wrapping_add(probe) & (places - 1)];
            if *other == 0 {
                *other = hash;
                return true;
            }
            if *other == hash {
                return false;
            }
        }
        false
    })
}

/// A number that is the same for equal keys and seldom for others; never 0.
fn mix(key: &str) -> u32 {
    let (words, rest) = key.as_bytes().as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mixed = words.iter().chain([&last]).fold(0, |number: u64, word| {
        (number ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
    });
    #[expect(clippy::cast_possible_truncation, reason = "half of the bits is enough")]
    let half = mixed as u32;
    half.max(1)
}
