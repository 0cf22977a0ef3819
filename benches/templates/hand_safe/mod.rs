//! What a careful team would write by hand, in safe Rust, with the duties that Tactful has:
//!
//! - every variable may be given as `NAME_FILE`, in the environment and in the dotenv file;
//! - every raw text is wiped, whole files too, on every way out;
//! - all problems are collected, each with the name and the place (file, line, column) it came from;
//! - no problem holds a value;
//! - unknown keys of the file, duplicates and values of the wrong type are problems.
//!
//! Sources are read highest first, so that a value that loses is neither copied nor cast. What is already
//! an owned text of the right size becomes the setting itself and is not copied either.
#![forbid(unsafe_code)]

mod cast;
mod dotenv;
mod environment;
mod error;
mod file;
mod text;
mod toml;

use crate::names::Names;

pub use error::LoadError;
pub use file::{Contents, read_dotenv, read_settings};

use error::Problem;
use text::Text;

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Unset,
    Settings,
    Dotenv,
    Environment,
}

#[derive(Clone, Copy, Debug)]
pub struct Origin {
    layer: Layer,
    /// The value stands in a file that this layer named: `NAME_FILE`.
    indirect: bool,
    line: u32,
    column: u32,
}

/// What is known of one field before its type is.
struct Slot<'a> {
    text: Text<'a>,
    origin: Origin,
    /// Where `settings.toml` has it, even if a higher layer wins: to find duplicates.
    settings_line: u32,
}

pub struct Loader<'a> {
    names: &'static Names,
    slots: Vec<Slot<'a>>,
    problems: Vec<Problem>,
}

impl Origin {
    const UNSET: Self = Self { layer: Layer::Unset, indirect: false, line: 0, column: 0 };

    fn environment(indirect: bool) -> Self {
        Self { layer: Layer::Environment, indirect, ..Self::UNSET }
    }
}

impl<'a> Loader<'a> {
    pub fn new(names: &'static Names) -> Self {
        let slots = names.fields.iter().map(|_| Slot { text: Text::Unset, origin: Origin::UNSET, settings_line: 0 });
        Self { names, slots: slots.collect(), problems: Vec::new() }
    }

    /// The settings, unless there is any problem: then all of them, in the order of the fields.
    pub fn finish<S>(mut self, settings: S) -> Result<S, LoadError> {
        if self.problems.is_empty() {
            return Ok(settings);
        }
        self.problems.sort_by_key(|problem| problem.field);
        Err(LoadError::new(self.names, std::mem::take(&mut self.problems)))
    }

    /// Takes a value of the environment or the dotenv file; `NAME_FILE` beats `NAME` of the same layer, and
    /// to have both is a problem.
    fn offer(&mut self, field: usize, text: Text<'a>, origin: Origin) {
        let slot = &mut self.slots[field];
        if slot.origin.layer == Layer::Unset {
            *slot = Slot { text, origin, settings_line: 0 };
        } else if slot.origin.layer == origin.layer {
            let conflict = slot.origin.indirect != origin.indirect;
            // The last of two lines of a dotenv file counts, as it does in a shell.
            if origin.indirect || !slot.origin.indirect {
                slot.text = text;
                slot.origin = origin;
            }
            if conflict {
                self.problem(field, origin, "is given both as NAME and as NAME_FILE");
            }
        }
    }

    #[cold]
    fn problem(&mut self, field: usize, origin: Origin, what: impl Into<std::borrow::Cow<'static, str>>) {
        self.problems.push(Problem { field: Some(field), origin, what: what.into() });
    }

    /// A problem of a file and of no field.
    #[cold]
    fn problem_at(&mut self, origin: Origin, what: impl Into<std::borrow::Cow<'static, str>>) {
        self.problems.push(Problem { field: None, origin, what: what.into() });
    }
}
