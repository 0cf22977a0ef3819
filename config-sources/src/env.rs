//! The process environment, with `NAME_FILE`.

use tactful_core::layer::{Entry, Layer};
use tactful_core::origin::LayerName;
use tactful_core::raw::Raw;
use tactful_core::source::{Ask, Claim, Source};

use crate::indirection;
use crate::read::SECRET_LIMIT;

/// The environment of the process, or of a closed context.
///
/// `NAME_FILE=/path` is another way of writing `NAME`: the content of the file, less one trailing line break.
#[derive(Clone, Debug)]
pub struct Env {
    files: bool,
    limit: u64,
}

impl Env {
    /// The environment, with `NAME_FILE`.
    #[must_use]
    pub const fn new() -> Self {
        Self { files: true, limit: SECRET_LIMIT }
    }

    /// Reads no files: `NAME_FILE` is a name like any other.
    #[must_use]
    pub const fn without_files(mut self) -> Self {
        self.files = false;
        self
    }

    /// Takes files of at most this many bytes (1 MiB unless told).
    #[must_use]
    pub const fn file_limit(mut self, bytes: u64) -> Self {
        self.limit = bytes;
        self
    }
}

impl Env {
    fn follow(&self, ask: &Ask<'_>, layer: &mut Layer, name: &str, claim: &Claim, path: &Raw) {
        if self.files && !path.is_blank() {
            layer.push(indirection::follow(ask, claim, name, path.as_written(), self.limit));
        }
    }
}

impl Default for Env {
    fn default() -> Self {
        Self::new()
    }
}

impl Source for Env {
    fn name(&self) -> LayerName {
        LayerName::ENV
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        let mut layer = Layer::new(LayerName::ENV);
        layer.reserve(ask.keys());
        ask.variables(|name, claim, value| {
            if claim.is_file() {
                self.follow(ask, &mut layer, &name.to_string_lossy(), &claim, &value);
            } else {
                layer.push(Entry::claimed(&claim, value));
            }
        });
        vec![layer.read_names(ask.schema().env_prefix())]
    }
}
