//! A small hash table from names to keys: open addressing, several keys per name.

use std::borrow::Cow;

use super::{Called, NodeId};
use crate::names::{NameHash, NameHasher};

/// A name and the key that has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) hash: NameHash,
    pub(super) id: NodeId,
    pub(super) called: Called,
}

impl Cell {
    pub(super) const NONE: Self = Self { hash: NameHasher::of("").finish(), id: 0, called: Called::Own };
}

/// Names in the order of insertion, and slots that say where the one of a hash stands: counted from 1, zero for none.
#[derive(Clone, Debug)]
pub(super) struct Table {
    cells: Cow<'static, [Cell]>,
    slots: Cow<'static, [u32]>,
    /// Whether two names have one hash.
    twins: bool,
}

/// How many slots a table of so many names has: at least half stay free, so that every search ends.
pub(super) const fn slots_for(names: usize) -> usize {
    if names < 8 { 16 } else { (names * 2).next_power_of_two() }
}

/// Enters names from a number on; gives whether two have one hash.
#[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 names")]
pub(super) const fn fill(slots: &mut [u32], cells: &[Cell], from: usize) -> bool {
    let mask = slots.len() - 1;
    let mut twins = false;
    let mut number = from;
    while number < cells.len() {
        let hash = cells[number].hash;
        let mut at = hash.bits() & mask;
        while slots[at] != 0 {
            twins |= hash.is(cells[slots[at] as usize - 1].hash);
            at = (at + 1) & mask;
        }
        slots[at] = number as u32 + 1;
        number += 1;
    }
    twins
}

impl Table {
    /// A table of names that [`fill`] entered.
    pub(super) const fn borrowed(cells: &'static [Cell], slots: &'static [u32], twins: bool) -> Self {
        Self { cells: Cow::Borrowed(cells), slots: Cow::Borrowed(slots), twins }
    }

    pub(super) fn of(cells: Vec<Cell>) -> Self {
        let mut slots = vec![0; slots_for(cells.len())];
        let twins = fill(&mut slots, &cells, 0);
        Self { cells: Cow::Owned(cells), slots: Cow::Owned(slots), twins }
    }

    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(super) const fn has_twins(&self) -> bool {
        self.twins
    }

    /// Adds names.
    pub(super) fn extend(&mut self, new: &[Cell]) {
        let (cells, slots) = (self.cells.to_mut(), self.slots.to_mut());
        let mut from = cells.len();
        cells.extend_from_slice(new);
        if slots.len() < slots_for(cells.len()) {
            *slots = vec![0; slots_for(cells.len())];
            from = 0;
        }
        self.twins |= fill(slots, cells, from);
    }

    /// The first key whose name is the one hashed.
    #[inline]
    pub(super) fn first(&self, hash: NameHash) -> Option<(NodeId, Called)> {
        let (cells, slots) = (&*self.cells, &*self.slots);
        let mut slot = hash.bits();
        loop {
            let number = slots.get(slot & slots.len().wrapping_sub(1))?;
            let cell = cells.get((*number as usize).wrapping_sub(1))?;
            if cell.hash == hash {
                return Some((cell.id, cell.called));
            }
            slot = slot.wrapping_add(1);
        }
    }

    /// The keys whose name is the one hashed, in the order of insertion.
    pub(super) fn probe(&self, hash: NameHash) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        let mask = self.slots.len().wrapping_sub(1);
        (0..self.slots.len())
            .map_while(move |step| {
                let number = self.slots[hash.bits().wrapping_add(step) & mask];
                self.cells.get((number as usize).wrapping_sub(1))
            })
            .filter(move |cell| cell.hash == hash)
            .map(|cell| (cell.id, cell.called))
    }
}
