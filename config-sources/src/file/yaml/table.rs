//! The members of a table, merge keys among them.

use tactful_core::json::{KeyText, SyntaxError, TableBuilder};
use tactful_core::raw::{Position, Raw};

use super::Parser;

/// A key as it stands in a table.
pub(super) struct Key<'t> {
    pub(super) name: KeyText<'t>,
    pub(super) position: Position,
    /// Whether it stands without quotes: `<<` merges, `"<<"` does not.
    pub(super) plain: bool,
}

/// A table while it is read.
#[derive(Default)]
pub(super) struct Members {
    table: TableBuilder,
    /// What `<<` names; it gives what the table does not have itself.
    merged: Option<(Position, Vec<Raw>)>,
}

impl Parser<'_> {
    pub(super) fn add_member(&mut self, members: &mut Members, key: &Key<'_>, value: Raw) {
        if key.plain && &*key.name == "<<" {
            return self.add_merged(members, key.position, value);
        }
        if let Err(error) = members.table.insert(&key.name, key.position, value) {
            self.note(error);
        }
    }

    fn add_merged(&mut self, members: &mut Members, position: Position, value: Raw) {
        if let Some((first, _)) = members.merged {
            return self.note(SyntaxError::duplicate_key("<<", position, Some(first)));
        }
        let tables = match value {
            Raw::Map(_) => vec![value],
            Raw::List(items) => items.into_iter().map(|item| item.value).collect(),
            _ => Vec::new(),
        };
        if tables.is_empty() || !tables.iter().all(|table| matches!(table, Raw::Map(_))) {
            let error = SyntaxError::new(position, "`<<` merges a table or a list of tables");
            self.note(error.with_help("a key of that name stands in quotes"));
        }
        members.merged = Some((position, tables));
    }
}

impl Members {
    /// The finished table: its own members, then the merged ones that it does not have, of which the first counts.
    pub(super) fn finish(mut self) -> Raw {
        for table in self.merged.into_iter().flat_map(|(_, tables)| tables) {
            let Raw::Map(members) = table else { continue };
            for (key, node) in members {
                if self.table.find(&key).is_none() {
                    self.table.push(&key, node);
                }
            }
        }
        self.table.into_raw()
    }
}
