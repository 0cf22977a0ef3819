//! From a name to the number of a field: hash tables made at compile time, for both hand-written loaders.
#![allow(dead_code)]

/// One leaf of the settings.
pub struct Field {
    /// `APP_G00_NAME`
    pub variable: &'static str,
    /// `APP_G00_NAME_FILE`
    pub variable_file: &'static str,
    /// The number of its group.
    pub group: u16,
    /// `name`
    pub key: &'static str,
}

pub struct Names {
    /// What every variable of ours begins with.
    pub prefix: &'static str,
    pub groups: &'static [&'static str],
    pub fields: &'static [Field],
    pub by_variable: &'static [u16],
    pub by_group: &'static [u16],
    pub by_key: &'static [u16],
}

/// A free place of a table.
const FREE: u16 = u16::MAX;

/// Places for `names` of them: a power of two, at most half full.
pub const fn places(names: usize) -> usize {
    (2 * names).next_power_of_two()
}

impl Names {
    pub fn by_variable(&self, name: &[u8]) -> Option<usize> {
        find(self.by_variable, hash(0, name), |field| self.fields[field].variable.as_bytes() == name)
    }

    pub fn by_group(&self, name: &[u8]) -> Option<u16> {
        // A table holds u16, so its numbers are.
        find(self.by_group, hash(0, name), |group| self.groups[group].as_bytes() == name).map(|group| group as u16)
    }

    pub fn by_key(&self, group: u16, key: &[u8]) -> Option<usize> {
        find(self.by_key, hash(group, key), |field| {
            let field = &self.fields[field];
            field.group == group && field.key.as_bytes() == key
        })
    }
}

pub const fn variables<const N: usize>(fields: &[Field]) -> [u16; N] {
    let mut table = [FREE; N];
    let mut at = 0;
    while at < fields.len() {
        insert(&mut table, hash(0, fields[at].variable.as_bytes()), at);
        at += 1;
    }
    table
}

pub const fn groups<const N: usize>(names: &[&str]) -> [u16; N] {
    let mut table = [FREE; N];
    let mut at = 0;
    while at < names.len() {
        insert(&mut table, hash(0, names[at].as_bytes()), at);
        at += 1;
    }
    table
}

pub const fn keys<const N: usize>(fields: &[Field]) -> [u16; N] {
    let mut table = [FREE; N];
    let mut at = 0;
    while at < fields.len() {
        insert(&mut table, hash(fields[at].group, fields[at].key.as_bytes()), at);
        at += 1;
    }
    table
}

const fn insert(table: &mut [u16], hash: usize, number: usize) {
    let mut place = hash & (table.len() - 1);
    while table[place] != FREE {
        place = (place + 1) & (table.len() - 1);
    }
    table[place] = number as u16;
}

#[inline]
fn find(table: &[u16], hash: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
    let mut place = hash & (table.len() - 1);
    while table[place] != FREE {
        let number = usize::from(table[place]);
        if is(number) {
            return Some(number);
        }
        place = (place + 1) & (table.len() - 1);
    }
    None
}

/// Eight bytes at a time; the last eight may overlap those before.
#[inline(always)]
const fn hash(seed: u16, name: &[u8]) -> usize {
    let mut state = seed as u64 ^ name.len() as u64;
    let Some(last) = name.last_chunk::<8>() else {
        let (mut rest, mut word) = (name, 0);
        while let [byte, after @ ..] = rest {
            word = word << 8 | *byte as u64;
            rest = after;
        }
        return mix(state, word) >> 32;
    };
    let mut rest = name;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        if after.is_empty() {
            break;
        }
        state = mix(state, u64::from_le_bytes(*word)) as u64;
        rest = after;
    }
    mix(state, u64::from_le_bytes(*last)) >> 32
}

#[inline(always)]
const fn mix(state: u64, word: u64) -> usize {
    (state.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize
}
