//! A small hash table from names to keys: open addressing, several keys per name.

use super::{Called, NodeId};
use crate::names::NameHash;

#[derive(Clone, Copy, Debug)]
struct Cell {
    hash: NameHash,
    id: NodeId,
    called: Called,
}

#[derive(Debug)]
pub(super) struct Table {
    cells: Vec<Option<Cell>>,
    used: usize,
}

impl Table {
    /// A table that holds this many names without growing.
    pub(super) fn with_room(names: usize) -> Self {
        Self { cells: vec![None; (names * 2).next_power_of_two().max(16)], used: 0 }
    }

    /// Adds a name, and gives the key that has, by its hash, the same one already.
    pub(super) fn insert(&mut self, hash: NameHash, id: NodeId, called: Called) -> Option<NodeId> {
        if (self.used + 1) * 2 > self.cells.len() {
            self.grow();
        }
        self.used += 1;
        self.place(Cell { hash, id, called })
    }

    fn place(&mut self, cell: Cell) -> Option<NodeId> {
        let mask = self.cells.len() - 1;
        let mut at = cell.hash.bits() & mask;
        let mut same = None;
        while let Some(standing) = &self.cells[at] {
            if standing.hash == cell.hash {
                same = Some(standing.id);
            }
            at = (at + 1) & mask;
        }
        self.cells[at] = Some(cell);
        same
    }

    fn grow(&mut self) {
        let larger = vec![None; self.cells.len() * 2];
        let cells = std::mem::replace(&mut self.cells, larger);
        for cell in cells.into_iter().flatten() {
            self.place(cell);
        }
    }

    /// Every key and which of its names, in no order.
    pub(super) fn cells(&self) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        self.cells.iter().flatten().map(|cell| (cell.id, cell.called))
    }

    /// The keys whose name is the one hashed, in the order of insertion.
    pub(super) fn probe(&self, hash: NameHash) -> impl Iterator<Item = (NodeId, Called)> + '_ {
        let mask = self.cells.len() - 1;
        let start = hash.bits() & mask;
        (0..self.cells.len())
            .map_while(move |step| self.cells[(start + step) & mask])
            .filter(move |cell| cell.hash == hash)
            .map(|cell| (cell.id, cell.called))
    }
}
