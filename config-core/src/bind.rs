//! The traits that the derive implements, and the cursor that generated code binds through.

mod groups;
mod problems;
pub(crate) use problems::show;
mod screen;

use crate::__private::{Read, Rules};
use crate::index::{Keys, NodeId, NodeKind};
use crate::lookup::Found;
use crate::merge::{Candidate, Merged};
use crate::profile::Profile;
use crate::raw::Raw;
use crate::report::Problem;
use crate::schema::{Field, Leaf, Schema, Secrecy, Shape};
use crate::validate::Failure;

/// A struct or tagged enum whose fields are settings. Implemented by `#[derive(Settings)]` alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of settings",
    label = "does not derive `Settings`",
    note = "derive `tactful::Settings` for it; for single values, and lists and maps of them, remove `nested`"
)]
pub trait Bind: Sized {
    /// Every key, its names, type, doc text, default and secrecy.
    const SCHEMA: &'static Schema;

    /// The schema laid flat by the compiler; `None` where it cannot, because the type is generic.
    #[doc(hidden)]
    const KEYS: Option<&'static Keys> = None;

    /// Binds one value from merged layers. What is wrong goes into the report; `None` says that something was.
    #[doc(hidden)]
    fn bind(binder: &mut Binder<'_>) -> Option<Self>;
}

/// What a `nested` field may hold: a struct, or options, lists and maps of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a group of settings",
    label = "a group is a type that derives `Settings`, or an `Option`, `Vec`, `HashMap<String, _>` or `BTreeMap<String, _>` of one",
    note = "for a single value (a number, a URL, any serde type), remove `nested`"
)]
pub trait Group: Sized {
    /// The schema of one of it.
    const SCHEMA: &'static Schema;
    /// How many there are.
    const SHAPE: Shape;

    /// Binds the group the binder stands at.
    #[doc(hidden)]
    fn bind_group(binder: &mut Binder<'_>) -> Option<Self>;
}

/// One load while its struct is built.
#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) merged: Merged,
    pub(crate) profile: Profile,
    pub(crate) problems: Vec<Problem>,
    /// Required keys without a value; told at the end, when all names are known.
    pub(crate) missing: Vec<NodeId>,
    /// Managers that nobody could name.
    pub(crate) of_lost: Vec<Problem>,
    /// What is wrong with the options of stores, and the stores that fail with it: a warning where these only warn.
    pub(crate) of_options: Vec<(Vec<usize>, Vec<Problem>)>,
    /// Stores that gave nothing to references: a warning where a higher layer gives the keys.
    pub(crate) of_stores: Vec<(usize, Problem)>,
    /// The variables of the environment, for what their neighbours mean.
    pub(crate) world: crate::context::World,
    /// What was read beside the layers, for the report: secrets that values referred to.
    pub(crate) read: Vec<String>,
    /// Whether this is a check, which leaves managers unasked that may have what is missing.
    pub(crate) asks_nobody: bool,
    /// Whether a manager failed in a way that may pass.
    pub(crate) may_come_back: bool,
    /// Whether these are options of a manager, which the levers do not name.
    pub(crate) is_of_manager: bool,
}

/// Stands at one group of the merged layers while its struct is built.
#[derive(Debug)]
pub struct Binder<'a> {
    load: &'a mut Load,
    at: NodeId,
}

impl<'a> Binder<'a> {
    pub(crate) fn new(load: &'a mut Load) -> Self {
        Self { load, at: crate::index::ROOT }
    }

    fn child(&self, index: u32) -> NodeId {
        self.load.merged.index.children(self.at).start + index
    }

    fn below(&mut self, id: NodeId) -> Binder<'_> {
        Binder { load: self.load, at: id }
    }

    /// Binds a leaf: lookup → cast → validate.
    pub(crate) fn leaf<T>(
        &mut self,
        index: u32,
        read: Read<T>,
        missing: fn() -> Option<T>,
        typed: Option<&dyn Fn(usize) -> Option<T>>,
        rules: Rules<'_, T>,
    ) -> Option<T> {
        let id = self.child(index);
        let node = self.load.merged.index.node(id);
        let field = node.field?;
        // Most values need no more than this; what is left of the way is for the others.
        if let Some(candidate) = self.load.merged.winner(id)
            && node.kind == NodeKind::Leaf
            && is_ordinary(candidate)
        {
            return match read(&candidate.value, field) {
                Ok(value) => {
                    if !screen::is_harmless(candidate, field) {
                        self.load.screen(id, field);
                    }
                    self.load.obey(id, field, value, rules)
                }
                Err(error) => self.load.invalid(id, field, &error),
            };
        }
        let value = match self.load.find(id, field) {
            Found::Winner => {
                if is_nothing(&self.load.merged.winner(id)?.value, field) {
                    if let Some(value) = missing() {
                        return self.load.accept_absence(id, field, value);
                    }
                    if self.load.rejects_blank(id, field) {
                        return None;
                    }
                }
                let read = read(&self.load.merged.winner(id)?.value, field);
                match read {
                    Ok(value) => {
                        self.load.screen(id, field);
                        value
                    }
                    Err(error) => return self.load.invalid(id, field, &error),
                }
            }
            Found::Entries(raw) => match read(&raw, field) {
                Ok(value) => {
                    self.load.screen_entries(id, field);
                    value
                }
                Err(error) => return self.load.invalid(id, field, &error),
            },
            Found::Default(raw) => match read(&raw, field) {
                Ok(value) => value,
                Err(error) => return self.load.bad_default(id, field, &error),
            },
            Found::Typed(arm) => typed.and_then(|typed| typed(arm))?,
            Found::Nothing => match missing() {
                Some(value) => return self.load.accept_absence(id, field, value),
                None => return self.load.is_missing(id),
            },
            Found::Failed => return None,
        };
        self.load.obey(id, field, value, rules)
    }

    /// Applies rules across fields; the struct is whole here.
    pub(crate) fn rules<T>(&mut self, value: T, rules: Rules<'_, T>) -> Option<T> {
        let broken: Vec<Failure> = rules.iter().filter_map(|rule| rule(&value).err()).collect();
        if broken.is_empty() {
            return Some(value);
        }
        for failure in broken {
            self.load.constraint(self.at, &failure);
        }
        None
    }
}

impl Load {
    /// Takes the value that stands for absence, unless this profile requires one.
    fn accept_absence<T>(&mut self, id: NodeId, field: &Field, value: T) -> Option<T> {
        if self.is_required_here(field) {
            return self.is_missing(id);
        }
        Some(value)
    }

    fn is_missing<T>(&mut self, id: NodeId) -> Option<T> {
        self.missing.push(id);
        None
    }

    #[inline]
    fn obey<T>(&mut self, id: NodeId, field: &Field, value: T, rules: Rules<'_, T>) -> Option<T> {
        let mut sound = true;
        for failure in rules.iter().filter_map(|rule| rule(&value).err()) {
            self.broken_rule(id, field, &failure);
            sound = false;
        }
        sound.then_some(value)
    }

    /// Empty text is no secret: whoever wrote it meant to fill it in.
    fn rejects_blank(&mut self, id: NodeId, field: &Field) -> bool {
        // A list of secrets may be empty: that is a value.
        let is_list = |leaf: &Leaf| (leaf.check)(&Raw::List(Vec::new()), field).is_ok();
        let secret = field.as_leaf().is_some_and(|leaf| leaf.secrecy == Secrecy::Secret && !leaf.map && !is_list(leaf));
        if secret {
            self.blank_secret(id, field);
        }
        secret
    }
}

/// Whether a value is text or a number that says something, and no reference: it is there to be read.
fn is_ordinary(candidate: &Candidate) -> bool {
    let text = match &candidate.value {
        Raw::Text(text) | Raw::Number(text) => text.expose().as_bytes(),
        _ => return false,
    };
    candidate.place.rare.is_none() && !text.is_empty() && !text.starts_with(b"ref+")
}

/// Whether a value says nothing: `null`, or empty text where the field does not ask for it.
fn is_nothing(raw: &Raw, field: &Field) -> bool {
    let allowed = field.as_leaf().is_some_and(|leaf| leaf.allow_empty);
    raw.is_blank() && !(allowed && matches!(raw, Raw::Text(_)))
}
