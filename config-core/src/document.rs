//! What a load would use, as one document: for bridges to other libraries.

use crate::index::{NodeId, NodeKind, ROOT};
use crate::loader::Gathered;
use crate::lookup::Found;
use crate::raw::{Node, Raw};
use crate::schema::Secrecy;

impl Gathered {
    /// The raw value of every key that is known to be plain, and of those named, as nested tables.
    #[must_use]
    pub fn document(mut self, named: &[String]) -> Node {
        Node::from(self.table(ROOT, named))
    }

    fn table(&mut self, group: NodeId, named: &[String]) -> Raw {
        let index = &self.load.merged.index;
        let ids: Vec<NodeId> = index.children(group).chain(index.entries(group).iter().copied()).collect();
        let mut members = Vec::with_capacity(ids.len());
        for id in ids {
            let index = &self.load.merged.index;
            let node = index.node(id);
            let own = index.entry_key(id).or(node.field.map(|field| field.key)).unwrap_or_default().to_owned();
            let flat = node.field.is_some_and(crate::schema::Field::is_flat);
            let value = match node.kind {
                NodeKind::Group(_) => Some(self.table(id, named)).filter(|table| !is_empty(table)),
                NodeKind::LeafMap if !index.entries(id).is_empty() => Some(self.table(id, named)),
                NodeKind::Leaf | NodeKind::LeafMap => self.value(id, named),
            };
            match value {
                Some(Raw::Map(inner)) if flat => members.extend(inner),
                Some(value) => members.push((own, Node::from(value))),
                None => {}
            }
        }
        // The entries of a list are numbered, and in order.
        if index_is_list(self, group) {
            return Raw::List(members.into_iter().map(|(_, node)| node).collect());
        }
        Raw::Map(members)
    }

    fn value(&mut self, id: NodeId, named: &[String]) -> Option<Raw> {
        let field = self.load.merged.index.field(id)?;
        let plain = field.as_leaf().is_some_and(|leaf| leaf.secrecy == Secrecy::Plain);
        if !plain && !named.contains(&self.load.merged.index.key(id)) {
            return None;
        }
        match self.load.merged.winner(id) {
            Some(winner) => Some(winner.value.clone()),
            None => match self.load.find(id, field) {
                Found::Default(raw) => Some(raw),
                _ => None,
            },
        }
    }
}

fn is_empty(table: &Raw) -> bool {
    matches!(table, Raw::Map(members) if members.is_empty())
}

fn index_is_list(gathered: &Gathered, group: NodeId) -> bool {
    gathered.load.merged.index.node(group).kind == NodeKind::Group(crate::schema::Shape::List)
}
