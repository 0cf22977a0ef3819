//! Options of secret managers: settings of their own, in the world of the load that wants them.

use super::{Local, Sources};
use crate::bind::Bind;
use crate::index::Index;
use crate::layer::Layer;
use crate::merge::{Leniency, Merged};
use crate::origin::LayerName;
use crate::raw::{Node, Raw};

impl<'s> Local<'s> {
    /// Asks the same world for the options of a secret manager: of each config file the table `settings.NAME` counts.
    #[must_use]
    pub fn options<T: Bind>(&self, name: &str, sources: Sources<'_, 's>) -> Self {
        let (world, profile) = (self.world.clone(), self.profile.clone());
        Self::ask((T::SCHEMA, T::KEYS), self.application, world, profile, sources, true).of_section(name)
    }

    /// The same once more, without asking any source again.
    #[must_use]
    pub fn again(&self) -> Self {
        let index = Index::new(self.merged.index.schema(), self.keys);
        Self {
            merged: Merged::new(index, Leniency::new(&self.profile, &self.controls.warn_only)),
            world: self.world.clone(),
            profile: self.profile.clone(),
            controls: self.controls.clone(),
            problems: self.problems.clone(),
            layers: self.layers.clone(),
            waiting: self.waiting.clone(),
            ..*self
        }
    }

    /// Keeps of each config file the table `settings.NAME`.
    fn of_section(mut self, name: &str) -> Self {
        for layer in self.layers.iter_mut().filter(|layer| layer.name == LayerName::FILE && layer.is_tree) {
            let settings = layer.tree.take().and_then(|tree| into_member(tree, "settings"));
            let section = settings.and_then(|settings| into_member(settings, name));
            layer.tree = Some(section.unwrap_or_else(|| Node::from(Raw::Map(Vec::new()))));
        }
        // What is wrong with the sources themselves is told by the load of the application.
        for layer in &mut self.layers {
            layer.problems.clear();
            layer.skipped.clear();
        }
        self.problems.clear();
        self.is_of_manager = true;
        self
    }

    /// Adds a layer above all: the options that code gives a manager.
    pub fn give(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// Whether a layer gives an option, by its environment name.
    #[must_use]
    pub fn gives(&self, name: &str) -> bool {
        let index = Index::new(self.merged.index.schema(), self.keys);
        let merged = Merged::new(index, Leniency::new(&self.profile, &[])).preview(self.layers.clone());
        merged.index.find(name).any(|(id, _)| merged.has_value(id))
    }

    /// Of a document that a manager gave, what is named as a variable of these options. A key of the application may go by
    /// the name of an option, and is none.
    #[must_use]
    pub fn named_in(&self, mut document: Layer) -> Layer {
        if let Some(Node { value: Raw::Map(members), .. }) = &mut document.tree {
            members.retain(|(name, _)| self.merged.index.find(name).next().is_some());
        }
        document
    }
}

fn into_member(node: Node, key: &str) -> Option<Node> {
    let Raw::Map(members) = node.value else { return None };
    members.into_iter().find(|(own, _)| own == key).map(|(_, member)| member)
}
