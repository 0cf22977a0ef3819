//! What one source said, once: names, raw values, origins.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::index::{Called, NodeId};
use crate::origin::{LayerName, Origin};
use crate::raw::{Node, Position, Raw};
use crate::report::{Note, Problem};

/// What one source said, once.
///
/// ```
/// use tactful_core::layer::Layer;
/// use tactful_core::origin::LayerName;
///
/// let layer = Layer::new(LayerName::new("consul")).labelled("consul shop/").value("stripe.timeout", "30s");
/// # let _ = layer;
/// ```
#[derive(Clone, Debug)]
pub struct Layer {
    pub(crate) name: LayerName,
    pub(crate) label: Option<Arc<str>>,
    pub(crate) document: Option<Arc<Path>>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) tree: Option<Node>,
    pub(crate) is_tree: bool,
    pub(crate) problems: Vec<Problem>,
    pub(crate) read: Option<Note>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) absent: Option<String>,
    pub(crate) secrets_allowed: bool,
    pub(crate) writable_by_others: bool,
    /// For a layer of a secret manager.
    pub(crate) managed: Option<Managed>,
}

/// What is particular to a layer of a secret manager.
#[derive(Clone, Debug, Default)]
pub(crate) struct Managed {
    /// Why there is no layer, and by the number of which store.
    pub(crate) failure: Option<(usize, Problem)>,
    pub(crate) version: Option<String>,
    /// What was asked for, for each key by its environment name, where that is a secret of its own.
    pub(crate) asked: Vec<(String, String)>,
}

/// One value of a flat layer.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) name: EntryName,
    pub(crate) candidate: Candidate,
}

/// A value, and once layers are merged what it is a value of. It stays in its layer.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) value: Raw,
    pub(crate) place: Place,
    pub(crate) layer: u32,
    pub(crate) called: Called,
    /// The candidate that this one hides.
    pub(crate) below: Option<Seat>,
}

/// Where a candidate is found: the number of its layer, and its own in that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub(crate) layer: u32,
    pub(crate) entry: u32,
}

#[derive(Clone, Debug)]
pub(crate) enum EntryName {
    /// Already matched to a key of the schema.
    Claimed(NodeId, Called),
    /// As the source calls it.
    Text(String),
}

/// Where in its layer a value stands; the layer knows the rest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) position: Option<Position>,
    pub(crate) rare: Option<Box<Rare>>,
}

/// What few values have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rare {
    /// The file whose content the value is.
    pub(crate) file: Option<PathBuf>,
    /// Whether that file was named by `NAME_FILE`.
    pub(crate) indirect: bool,
    pub(crate) version: Option<String>,
    /// The secret that the value referred to: `vault secret/shop#/KEY`.
    pub(crate) reference: Option<Arc<str>>,
    /// Why there is no value although the layer names the key.
    pub(crate) failed: Option<Problem>,
    /// Whether the layer itself told of that already.
    pub(crate) told: bool,
    /// The place in the JSON text of a whole group.
    pub(crate) pointer: Option<String>,
    /// What a document of a manager calls the key, where that is not its own path: `SHOP_SECRET_KEY`.
    pub(crate) written: Option<String>,
}

/// Something that a source left alone.
#[derive(Clone, Debug)]
pub(crate) struct Skipped {
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) names: Vec<String>,
}

impl Place {
    pub(crate) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }
}

impl Entry {
    /// A value under the name that its source gives it: an environment name or a dotted path.
    pub fn new(name: impl Into<String>, value: Raw) -> Self {
        Self::named(EntryName::Text(name.into()), value)
    }

    /// A value under a name that [`Ask::claim`](crate::source::Ask::claim) knew.
    #[must_use]
    #[inline]
    pub fn claimed(claim: &crate::source::Claim, value: Raw) -> Self {
        let name = claim.node.map_or_else(
            || EntryName::Text(claim.name.clone().unwrap_or_default()),
            |(id, called)| EntryName::Claimed(id, called),
        );
        Self::named(name, value)
    }

    #[inline]
    pub(crate) const fn named(name: EntryName, value: Raw) -> Self {
        let place = Place { position: None, rare: None };
        Self { name, candidate: Candidate { value, place, layer: 0, called: Called::Own, below: None } }
    }

    /// Where in the layer's document it stands.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.candidate.place.position = Some(position);
        self
    }

    /// The file whose content it is.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.candidate.place.rare().file = Some(path.into());
        self
    }

    /// The file whose content it is, named by `NAME_FILE`.
    #[must_use]
    pub fn named_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.candidate.place.rare().file = Some(path.into());
        self.indirect()
    }

    /// Says that the layer gives it as `NAME_FILE`.
    #[must_use]
    pub fn indirect(mut self) -> Self {
        self.candidate.place.rare().indirect = true;
        self
    }

    /// The version its store counts.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.candidate.place.rare().version = Some(version.into());
        self
    }

    /// Says that the layer names the key but cannot give its value: a problem of that key, if the layer wins.
    #[must_use]
    pub fn failed(mut self, problem: Problem) -> Self {
        self.candidate.place.rare().failed = Some(problem);
        self
    }

    /// Says that the layer names the key, cannot give its value, and has told why as a problem of its own.
    #[must_use]
    pub fn failed_elsewhere(mut self) -> Self {
        let rare = self.candidate.place.rare();
        rare.failed = Some(Problem::new(crate::report::Code::Source, "", ""));
        rare.told = true;
        self
    }
}

impl Layer {
    /// An empty layer.
    #[must_use]
    pub fn new(name: LayerName) -> Self {
        Self {
            name,
            label: None,
            document: None,
            entries: Vec::new(),
            tree: None,
            is_tree: false,
            problems: Vec::new(),
            read: None,
            skipped: Vec::new(),
            absent: None,
            secrets_allowed: true,
            writable_by_others: false,
            managed: None,
        }
    }

    /// What it calls itself in reports where its name says too little: `consul shop/`.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Arc<str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The file that it is.
    #[must_use]
    pub fn in_document(mut self, path: impl Into<Arc<Path>>) -> Self {
        self.document = Some(path.into());
        self
    }

    /// Adds a value under an environment name or dotted path.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<crate::secret::RawText>) -> Self {
        self.entries.push(Entry::new(name, Raw::text(value)));
        self
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Makes room for this many entries.
    pub fn reserve(&mut self, entries: usize) {
        if self.entries.is_empty() {
            self.entries = Vec::with_capacity(entries);
        } else {
            self.entries.reserve(entries);
        }
    }

    /// Sets the document: a table whose members are looked up by nested path, dotted path or environment name.
    #[must_use]
    pub fn tree(mut self, tree: Node) -> Self {
        self.tree = Some(tree);
        self.is_tree = true;
        self
    }

    /// Adds a problem of the layer itself.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Says what was read, for the report: `/run/secrets (3 files)`.
    #[must_use]
    pub fn read(mut self, what: impl Into<String>) -> Self {
        self.read = Some(Note::Text { what: what.into(), why: None });
        self
    }

    /// Says for the report that the document was read.
    #[doc(hidden)]
    #[must_use]
    pub fn read_document(mut self) -> Self {
        self.read = self.document.clone().map(Note::Document);
        self
    }

    /// Says for the report that names were read, as many as there are entries, and how those of the schema begin.
    #[must_use]
    pub fn read_names(mut self, prefix: &'static str) -> Self {
        self.read = Some(Note::Names { layer: self.name.clone(), count: self.entries.len(), prefix });
        self
    }

    /// Says what was not read, why, and which names stand in it; for the report.
    #[must_use]
    pub fn not_read(mut self, what: impl Into<String>, why: impl Into<String>, names: Vec<String>) -> Self {
        self.skipped.push(Skipped { what: what.into(), why: why.into(), names });
        self
    }

    /// How to say that a key is not here: `no such file among 3`; `not set` unless told.
    #[must_use]
    pub fn absent(mut self, how: impl Into<String>) -> Self {
        self.absent = Some(how.into());
        self
    }

    /// Says that secrets do not belong here: a config file is read by many and committed.
    #[must_use]
    pub fn no_place_for_secrets(mut self) -> Self {
        self.secrets_allowed = false;
        self
    }

    /// Says that others than its owner may write the file.
    #[must_use]
    pub fn writable_by_others(mut self, writable: bool) -> Self {
        self.writable_by_others = writable;
        self
    }

    /// Says that a secret manager gave it, and which version where it is one document. Such a layer outranks the
    /// environment on purpose: that it hides something else there is told.
    #[doc(hidden)]
    #[must_use]
    pub fn from_manager(mut self, version: Option<&str>) -> Self {
        self.managed.get_or_insert_default().version = version.map(str::to_owned);
        self
    }

    /// Says which secret was asked for, for each key by its environment name.
    #[doc(hidden)]
    #[must_use]
    pub fn asked_for(mut self, asked: Vec<(String, String)>) -> Self {
        self.managed.get_or_insert_default().asked = asked;
        self
    }

    /// Says that the secret manager, of a store with this number, gave nothing, and why. The report adds which required keys
    /// that leaves open.
    #[doc(hidden)]
    #[must_use]
    pub fn manager_failed(mut self, store: usize, problem: Problem) -> Self {
        self.managed.get_or_insert_default().failure = Some((store, problem));
        self
    }

    /// The name of the layer.
    #[must_use]
    pub fn name(&self) -> &LayerName {
        &self.name
    }

    /// The layer in a line, for reports: its path, its label or its name.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.document, &self.label) {
            (Some(path), _) => path.display().to_string(),
            (None, Some(label)) => label.to_string(),
            (None, None) => self.name.to_string(),
        }
    }

    /// Gives each value of a layer, by its name and with its place; members of documents by their dotted paths.
    pub(crate) fn each_value<'l>(&'l self, take: &mut impl FnMut(String, &'l Raw, Place)) {
        for entry in &self.entries {
            let EntryName::Text(name) = &entry.name else { continue };
            // Where names are those of files, they may be written in lower case.
            let upper = self.name == LayerName::SECRETS_DIR && !name.contains('.');
            let name = if upper { name.to_ascii_uppercase() } else { name.clone() };
            take(name, &entry.candidate.value, entry.candidate.place.clone());
        }
        if let Some(tree) = &self.tree {
            each_member(tree, "", take);
        }
    }

    /// Whether its values are told by dotted path, as those of a config file, and not by environment name.
    pub(crate) fn speaks_of_keys(&self) -> bool {
        self.is_tree || (self.document.is_some() && self.name != LayerName::DOTENV)
    }

    /// The origin of a value that the layer gave at this place, under this name.
    pub(crate) fn origin(&self, name: String, place: &Place) -> Origin {
        let mut origin = Origin::new(self.name.clone());
        if let Some(label) = &self.label {
            origin = origin.labelled(label.clone());
        }
        if let Some(document) = &self.document {
            origin = origin.in_document(document.clone(), place.position);
        }
        let rare = place.rare.as_deref();
        if let Some(reference) = rare.and_then(|rare| rare.reference.as_ref()) {
            origin = origin.referring_to(reference.clone());
        }
        let of_layer = self.managed.as_ref().and_then(|managed| managed.version.as_ref());
        if let Some(version) = rare.and_then(|rare| rare.version.as_ref()).or(of_layer) {
            origin = origin.version_of(version);
        }
        if let Some(file) = rare.and_then(|rare| rare.file.as_ref()) {
            origin = origin.in_file(file);
            // A file of a secrets directory is named by its own path.
            if !rare.is_some_and(|rare| rare.indirect) {
                return origin;
            }
        }
        origin = origin.named(name);
        if let Some(pointer) = rare.and_then(|rare| rare.pointer.as_ref()) {
            origin = origin.inside(pointer);
        }
        origin
    }
}

fn each_member<'n>(node: &'n Node, path: &str, take: &mut impl FnMut(String, &'n Raw, Place)) {
    match &node.value {
        Raw::Map(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !(path.is_empty() && key == "settings")) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                each_member(member, &path, take);
            }
        }
        value => take(path.to_owned(), value, Place { position: node.position, rare: None }),
    }
}
