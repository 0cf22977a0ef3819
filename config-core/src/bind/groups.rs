//! Groups: structs, options, lists and maps of them, and the variants of tagged enums.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::{Bind, Binder, Group};
use crate::index::NodeId;
use crate::lookup::Found;
use crate::raw::Raw;
use crate::schema::{Schema, Shape};

impl Binder<'_> {
    /// Binds the group `index` of the struct the binder stands at.
    pub(crate) fn group<T: Group>(&mut self, index: u32) -> Option<T> {
        let id = self.child(index);
        let field = self.load.merged.index.node(id).field;
        let required = field.is_some_and(|field| self.load.is_required_here(field));
        if required && T::SHAPE != Shape::One && !self.load.merged.has_value(id) {
            return self.load.is_missing(id);
        }
        T::bind_group(&mut self.below(id))
    }

    /// The number of the variant that the tag chooses: the tag is the first field.
    pub(crate) fn variant(&mut self) -> Option<u32> {
        let id = self.child(0);
        let field = self.load.merged.index.node(id).field?;
        let variants = self.load.merged.index.schema_of(self.at).variants;
        let chosen = |raw: &Raw| {
            let text = raw.as_written()?;
            let exact = variants.iter().position(|variant| variant.name == text);
            exact.or_else(|| variants.iter().position(|variant| variant.name.eq_ignore_ascii_case(text)))
        };
        let number = match self.load.find(id, field) {
            Found::Winner => chosen(&self.load.merged.winner(id)?.value),
            Found::Default(raw) => chosen(&raw),
            Found::Entries(_) | Found::Typed(_) | Found::Nothing => return self.load.is_missing(id),
            Found::Failed => return None,
        };
        if number.is_none() {
            self.load.unknown_variant(id, field, variants);
        }
        u32::try_from(number?).ok()
    }

    /// Binds each entry of a list or map; all of them, so that every problem is told.
    fn entries<T: Bind>(&mut self) -> Option<Vec<(String, T)>> {
        let ids: Vec<NodeId> = self.load.merged.index.entries(self.at).to_vec();
        let mut sound = true;
        let mut entries = Vec::with_capacity(ids.len());
        for id in ids {
            let key = self.load.merged.index.entry_key(id).unwrap_or_default().to_owned();
            match T::bind(&mut self.below(id)) {
                Some(value) => entries.push((key, value)),
                None => sound = false,
            }
        }
        sound.then_some(entries)
    }
}

impl<T: Bind> Group for Option<T> {
    const SCHEMA: &'static Schema = T::SCHEMA;
    const SHAPE: Shape = Shape::Optional;

    fn bind_group(binder: &mut Binder<'_>) -> Option<Self> {
        if binder.load.merged.has_value(binder.at) {
            return T::bind(binder).map(Some);
        }
        Some(None)
    }
}

impl<T: Bind> Group for Box<T> {
    const SCHEMA: &'static Schema = T::SCHEMA;
    const SHAPE: Shape = Shape::One;

    fn bind_group(binder: &mut Binder<'_>) -> Option<Self> {
        T::bind(binder).map(Box::new)
    }
}

impl<T: Bind> Group for Vec<T> {
    const SCHEMA: &'static Schema = T::SCHEMA;
    const SHAPE: Shape = Shape::List;

    fn bind_group(binder: &mut Binder<'_>) -> Option<Self> {
        Some(binder.entries()?.into_iter().map(|(_, value)| value).collect())
    }
}

impl<K: From<String> + Eq + Hash, T: Bind, S: BuildHasher + Default> Group for HashMap<K, T, S> {
    const SCHEMA: &'static Schema = T::SCHEMA;
    const SHAPE: Shape = Shape::Map;

    fn bind_group(binder: &mut Binder<'_>) -> Option<Self> {
        Some(binder.entries()?.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}

impl<K: From<String> + Ord, T: Bind> Group for BTreeMap<K, T> {
    const SCHEMA: &'static Schema = T::SCHEMA;
    const SHAPE: Shape = Shape::Map;

    fn bind_group(binder: &mut Binder<'_>) -> Option<Self> {
        Some(binder.entries()?.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }
}
