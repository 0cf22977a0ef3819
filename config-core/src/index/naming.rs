//! What a key is called: its environment names, composed for those who ask, and its dotted path.

use super::{Called, Index, NodeId, NodeKind, ROOT};
use crate::schema::{Field, Shape};

/// Room for nearly every name, so that it is composed in one buffer.
const USUAL: usize = 64;

/// A name, and the group whose stem it begins with.
#[derive(Debug)]
pub(crate) struct NameBuffer {
    name: String,
    /// The group and the length of its stem.
    stem: Option<(NodeId, usize)>,
}

impl Default for NameBuffer {
    fn default() -> Self {
        Self { name: String::with_capacity(USUAL), stem: None }
    }
}

impl Index {
    /// What stands between the name of a group and those of its children. A group without a name of its own passes on
    /// what the one above it has.
    pub(super) fn separator(&self, group: NodeId) -> &'static str {
        let node = self.node(group);
        let counts = matches!(node.kind, NodeKind::LeafMap | NodeKind::Group(Shape::List | Shape::Map));
        match node.field {
            _ if node.is_entry() || counts => "__",
            Some(field) if field.is_nameless() => self.separator(node.parent),
            _ => "_",
        }
    }

    /// What the environment calls the key.
    pub(crate) fn env_name(&self, id: NodeId) -> String {
        self.name_as(id, Called::Own)
    }

    pub(crate) fn name_as(&self, id: NodeId, called: Called) -> String {
        let mut buffer = NameBuffer::default();
        self.next_name(id, called, &mut buffer);
        buffer.name
    }

    /// The name of a group, without the separator that its children begin after.
    pub(crate) fn prefix(&self, id: NodeId) -> String {
        let mut prefix = String::with_capacity(USUAL);
        self.write_prefix(id, &mut prefix);
        prefix
    }

    /// The name of a group with that separator.
    pub(crate) fn stem(&self, group: NodeId) -> String {
        let mut stem = String::with_capacity(USUAL);
        self.write_stem(group, &mut stem);
        stem
    }

    /// Composes the name of a key where that of another stood before, whose stem they may share.
    #[inline]
    pub(crate) fn next_name<'b>(&self, id: NodeId, called: Called, buffer: &'b mut NameBuffer) -> &'b mut String {
        let node = self.node(id);
        let alias = match (called, node.field) {
            (Called::Alias(number), Some(field)) => field.aliases.get(usize::from(number)),
            _ => None,
        };
        let part = match (alias, node.field) {
            (Some(alias), _) if !alias.absolute => Some(alias.env),
            (None, Some(field)) if !node.is_entry() && field.env.is_none() && !field.is_nameless() => {
                Some(field.env_part)
            }
            _ => None,
        };
        let name = &mut buffer.name;
        if let Some(part) = part {
            if let Some((_, length)) = buffer.stem.filter(|&(group, _)| group == node.parent) {
                name.truncate(length);
            } else {
                name.clear();
                self.write_stem(node.parent, name);
                buffer.stem = Some((node.parent, name.len()));
            }
            name.push_str(part);
            return name;
        }
        name.clear();
        buffer.stem = None;
        match alias {
            Some(alias) => name.push_str(alias.env),
            None => self.write_prefix(id, name),
        }
        name
    }

    fn write_prefix(&self, id: NodeId, name: &mut String) {
        let node = self.node(id);
        match (self.entry_key(id), node.field) {
            _ if id == ROOT => name.push_str(self.schema.prefix),
            (Some(key), _) => {
                self.write_stem(node.parent, name);
                name.push_str(&crate::names::entry_part(key));
            }
            (None, Some(field)) if field.is_nameless() => self.write_prefix(node.parent, name),
            (None, Some(Field { env: Some(whole), .. })) => name.push_str(whole),
            (None, Some(field)) => {
                self.write_stem(node.parent, name);
                name.push_str(field.env_part);
            }
            (None, None) => {}
        }
    }

    fn write_stem(&self, group: NodeId, name: &mut String) {
        self.write_prefix(group, name);
        if !name.is_empty() {
            name.push_str(self.separator(group));
        }
    }

    /// The dotted path of a key: `stripe.secret_key`.
    pub(crate) fn key(&self, id: NodeId) -> String {
        self.key_as(id, Called::Own)
    }

    pub(crate) fn key_as(&self, id: NodeId, called: Called) -> String {
        let node = self.node(id);
        let own = match (self.entry_key(id), node.field, called) {
            (Some(key), _, _) => key,
            (None, Some(field), _) if field.is_flat() => "",
            (None, Some(field), Called::Alias(number)) => {
                field.aliases.get(usize::from(number)).map_or(field.key, |alias| alias.key)
            }
            (None, Some(field), Called::Own) => field.key,
            (None, None, _) => "",
        };
        if id == ROOT {
            return String::new();
        }
        match (self.key(node.parent), own) {
            (above, "") => above,
            (above, own) if above.is_empty() => own.to_owned(),
            (above, own) => format!("{above}.{own}"),
        }
    }
}
