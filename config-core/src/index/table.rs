//! A small hash table from names to keys: open addressing, several keys per name.

use super::{Called, NodeId};
use crate::names::NameHash;

#[derive(Clone, Copy, Debug)]
struct Cell {
    hash: NameHash,
    id: NodeId,
    called: Called,
}

/// Names in the order of insertion, and slots that say where the one of a hash stands: counted from 1, zero for none.
#[derive(Debug)]
pub(super) struct Table {
    cells: Vec<Cell>,
    slots: Vec<u32>,
}

impl Table {
    /// A table that holds this many names without growing.
    pub(super) fn with_room(names: usize) -> Self {
        Self { cells: Vec::with_capacity(names), slots: vec![0; (names * 2).next_power_of_two().max(16)] }
    }

    /// Adds a name, and gives the key that has, by its hash, the same one already.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 names")]
    pub(super) fn insert(&mut self, hash: NameHash, id: NodeId, called: Called) -> Option<NodeId> {
        if self.slots.len() < (self.cells.len() + 1) * 2 {
            self.grow();
        }
        let (slot, same) = self.free_slot(hash);
        self.cells.push(Cell { hash, id, called });
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = self.cells.len() as u32;
        }
        same
    }

    /// Where a name of this hash goes, and the last key on the way that has the same one.
    fn free_slot(&self, hash: NameHash) -> (usize, Option<NodeId>) {
        let mask = self.slots.len() - 1;
        let mut at = hash.bits() & mask;
        let mut same = None;
        while let Some(standing) = self.cell(at) {
            if standing.hash == hash {
                same = Some(standing.id);
            }
            at = (at + 1) & mask;
        }
        (at, same)
    }

    fn cell(&self, slot: usize) -> Option<&Cell> {
        self.cells.get((self.slots[slot] as usize).wrapping_sub(1))
    }

    #[allow(clippy::cast_possible_truncation, reason = "fewer than 2^32 names")]
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for number in 0..self.cells.len() {
            let (slot, _) = self.free_slot(self.cells[number].hash);
            self.slots[slot] = number as u32 + 1;
        }
    }

    /// Every key and which of its names, in the order of insertion.
    pub(super) fn cells(&self) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        self.cells.iter().map(|cell| (cell.id, cell.called))
    }

    /// The first key whose name is the one hashed.
    #[inline]
    pub(super) fn first(&self, hash: NameHash) -> Option<(NodeId, Called)> {
        let mut slot = hash.bits();
        loop {
            let cell = self.cell(slot & (self.slots.len() - 1))?;
            if cell.hash == hash {
                return Some((cell.id, cell.called));
            }
            slot = slot.wrapping_add(1);
        }
    }

    /// The keys whose name is the one hashed, in the order of insertion.
    pub(super) fn probe(&self, hash: NameHash) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        let mask = self.slots.len() - 1;
        // Half of the slots are free at least, so that the way ends.
        (0..=mask)
            .map_while(move |step| self.cell(hash.bits().wrapping_add(step) & mask))
            .filter(move |cell| cell.hash == hash)
            .map(|cell| (cell.id, cell.called))
    }
}
