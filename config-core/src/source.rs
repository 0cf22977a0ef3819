//! Something that can be asked for values.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::context::{Environment, World};
use crate::controls::Controls;
use crate::index::{Called, Index, NameBuffer, NodeId, NodeKind};
use crate::layer::Layer;
use crate::origin::LayerName;
use crate::profile::Profile;
use crate::raw::Raw;
use crate::report::{Code, Problem};
use crate::schema::{Kind, Schema, Shape};

/// Something that can be asked for values: the environment, a file, a store of one's own.
///
/// A source answers with layers, lowest first; most have one. It does not decide what a value means, and it reports
/// what goes wrong as problems of its layer instead of failing.
///
/// ```
/// use tactful_core::layer::Layer;
/// use tactful_core::origin::LayerName;
/// use tactful_core::source::{Ask, Source};
///
/// #[derive(Debug)]
/// struct Consul;
///
/// impl Source for Consul {
///     fn name(&self) -> LayerName {
///         LayerName::new("consul")
///     }
///
///     fn read(&self, _ask: &Ask<'_>) -> Vec<Layer> {
///         vec![Layer::new(self.name()).value("stripe.timeout", "30s")]
///     }
/// }
/// ```
pub trait Source: std::fmt::Debug + Send + Sync + 'static {
    /// The kind of layer it gives.
    fn name(&self) -> LayerName;

    /// Reads what there is now. May do I/O.
    fn read(&self, ask: &Ask<'_>) -> Vec<Layer>;

    /// Whether it has to be waited for, so that it is not [`read`](Self::read) with the others: a secret manager.
    #[doc(hidden)]
    fn waits(&self) -> bool {
        false
    }

    /// For what waits: what it is, to those who can ask it.
    #[doc(hidden)]
    fn as_any(&self) -> Option<&(dyn std::any::Any + Send + Sync)> {
        None
    }

    /// What it calls itself in reports: its name, unless that says too little.
    #[doc(hidden)]
    fn title(&self) -> String {
        self.name().to_string()
    }

    /// Whether it can be read without the network, so that `check` may ask it.
    fn is_local(&self) -> bool {
        true
    }

    /// What to watch for changes.
    fn watch(&self) -> Watch {
        Watch::Never
    }
}

/// What to watch of a source, for settings that change while the program runs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Watch {
    /// It cannot change.
    Never,
    /// These files and directories.
    Paths(Vec<PathBuf>),
    /// Ask again after this time.
    Interval(Duration),
}

/// What a source may know of the load that asks it.
#[derive(Debug)]
pub struct Ask<'a> {
    /// The root struct of the application, also where the options of a secret manager are asked for.
    pub(crate) schema: &'static Schema,
    pub(crate) index: &'a Index,
    pub(crate) world: &'a World,
    pub(crate) profile: &'a Profile,
    pub(crate) controls: &'a Controls,
    pub(crate) below: &'a [Layer],
    /// Whether every name is asked for.
    pub(crate) is_untyped: bool,
}

impl<'a> Ask<'a> {
    /// The schema of the root struct.
    #[must_use]
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The variables of the process or of the closed context.
    #[must_use]
    pub fn environment(&self) -> &'a Environment {
        &self.world.environment
    }

    /// The profile of this load.
    #[must_use]
    pub fn profile(&self) -> &'a Profile {
        self.profile
    }

    /// The operator's levers.
    #[must_use]
    pub fn controls(&self) -> &'a Controls {
        self.controls
    }

    /// The project root; `None` in a closed context without a directory, where no file is read.
    #[must_use]
    pub fn root(&self) -> Option<&'a Path> {
        self.world.root.as_deref()
    }

    /// What the operator set a lever to: that of `FILE` is the variable `SETTINGS_FILE`, or as `control_prefix` renames
    /// it. Empty is unset.
    ///
    /// # Errors
    /// A text that is not UTF-8.
    pub fn lever(&self, name: &str) -> Result<Option<String>, Box<Problem>> {
        self.environment().lever(&self.schema().lever(name))
    }

    /// A path as the user meant it: relative ones stand in the project root. `None` for a relative one in a closed
    /// context without a directory: it must not become one of the process.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> Option<PathBuf> {
        match self.root() {
            Some(root) => {
                // The same as `join`, in a buffer that has its final size at once.
                let mut resolved = PathBuf::with_capacity(root.as_os_str().len() + 1 + path.as_os_str().len());
                resolved.push(root);
                resolved.push(path);
                Some(resolved)
            }
            None => path.is_absolute().then(|| path.to_owned()),
        }
    }

    /// The problem of a path that [`resolve`](Self::resolve) refuses.
    #[must_use]
    pub fn rootless(&self, name: impl Into<String>) -> Problem {
        rootless(name, self.world.closed)
    }

    /// Whether this is a closed context, which reads nothing of the process.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.world.closed
    }

    /// Applies a † rule: a warning in a relaxed profile, a problem in a hardened one unless the operator let it through.
    #[must_use]
    pub fn dagger(&self, problem: Problem) -> Problem {
        crate::merge::Leniency::new(self.profile, &self.controls.warn_only).dagger(problem)
    }

    /// The layers below this source, lowest first.
    #[must_use]
    pub fn below(&self) -> &'a [Layer] {
        self.below
    }

    /// Whether this load asks for a name of the environment, and how. On Windows such names ignore case.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<Claim> {
        self.claim_bytes(name.as_bytes())
    }

    #[inline]
    fn claim_bytes(&self, name: &[u8]) -> Option<Claim> {
        if self.is_untyped {
            return Some(Claim::any(std::str::from_utf8(name).ok()?));
        }
        if cfg!(windows) && name.iter().any(u8::is_ascii_lowercase) {
            return self.claim_exact(name).or_else(|| self.claim_exact(&name.to_ascii_uppercase()));
        }
        self.claim_exact(name)
    }

    /// How many keys the schema declares, groups among them: room for the entries of a flat layer.
    #[doc(hidden)]
    #[must_use]
    pub fn keys(&self) -> usize {
        self.index.len()
    }

    /// Gives `take` every variable that this load asks for: its name, how it is asked for, its value.
    ///
    /// Few names are asked for one by one, which is cheaper than copying the whole environment. Else it is gone through
    /// once, and what nobody asks for is dropped at once.
    pub fn variables(&self, mut take: impl FnMut(&OsStr, Claim, Raw)) {
        const FEW: usize = 24;
        let environment = self.environment();
        let few = !self.is_untyped && self.index.len() <= FEW && !self.index.has_elements() && !cfg!(windows);
        if !few || !environment.is_unlisted() {
            return environment.claimed(|name| self.claim_bytes(name), take);
        }
        let may_end_so = self.index.schema().size.has_file_names;
        let mut name = NameBuffer::default();
        for (id, called) in self.index.names() {
            let name = self.index.next_name(id, called, &mut name);
            if let Some(value) = environment.raw(name) {
                take(OsStr::new(name), self.leaf_claim((id, called), false), value);
            }
            if self.index.node(id).kind != NodeKind::Leaf || (may_end_so && name.ends_with("_FILE")) {
                continue;
            }
            name.push_str("_FILE");
            let is_key = may_end_so && self.index.find_first(name.as_bytes()).is_some();
            if !is_key && let Some(path) = environment.raw(name) {
                take(OsStr::new(name), self.leaf_claim((id, called), true), path);
            }
        }
    }

    /// Whether this load asks for the file of a secrets directory: environment name in either case, or dotted path.
    #[must_use]
    pub fn claim_file(&self, name: &str) -> Option<Claim> {
        if self.is_untyped {
            return Some(Claim::any(name));
        }
        let exact = self.index.find(name).next();
        let upper = || name.to_ascii_uppercase();
        let lower = !name.bytes().any(|b| b.is_ascii_uppercase());
        let found = exact.or_else(|| self.index.find(&upper()).next().filter(|_| lower));
        if let Some(found) = found {
            return Some(self.leaf_claim(found, false));
        }
        match self.path(name) {
            Some((id, "")) => return Some(self.leaf_claim((id, Called::Own), false)),
            // A key of a map or list: it is made when the layers are merged.
            Some((id, _)) => {
                let bytes = self.takes_bytes(id);
                return Some(Claim { node: None, name: Some(name.to_owned()), file: false, bytes });
            }
            None => {}
        }
        self.enumerated(name).or_else(|| self.enumerated(&upper()).filter(|_| lower))
    }

    #[inline]
    fn claim_exact(&self, name: &[u8]) -> Option<Claim> {
        match self.index.find_first(name) {
            Some(found) => Some(self.leaf_claim(found, false)),
            None => self.claim_otherwise(name),
        }
    }

    /// A name that no key has by itself: that of a file, or one below a map or list.
    fn claim_otherwise(&self, name: &[u8]) -> Option<Claim> {
        if let Some(base) = name.strip_suffix(b"_FILE").filter(|base| !base.ends_with(b"_FILE")) {
            let is_leaf = |&(id, _): &(NodeId, Called)| matches!(self.index.node(id).kind, NodeKind::Leaf);
            if let Some(found) = self.index.find_bytes(base).find(is_leaf) {
                return Some(self.leaf_claim(found, true));
            }
        }
        if !self.index.has_elements() {
            return None;
        }
        self.enumerated(std::str::from_utf8(name).ok()?)
    }

    #[inline]
    fn leaf_claim(&self, found: (NodeId, Called), file: bool) -> Claim {
        let bytes = match self.index.node(found.0).field.map(|field| &field.kind) {
            Some(Kind::Leaf(leaf)) => leaf.bytes,
            _ => false,
        };
        Claim { node: Some(found), name: None, file, bytes }
    }

    /// A name below a map or list: its key cannot be known yet, and `_FILE` is always indirection.
    fn enumerated(&self, name: &str) -> Option<Claim> {
        let (node, rest) = self.index.enumerates(name)?;
        let claimed = self.index.node(node).kind == NodeKind::Group(Shape::List) && self.is_member(node, rest);
        let base = rest.strip_suffix("_FILE").filter(|base| !base.is_empty() && !claimed);
        let bytes = match self.index.field(node).map(|field| &field.kind) {
            Some(Kind::Leaf(leaf)) => leaf.bytes,
            _ => false,
        };
        let name = base.and_then(|_| name.strip_suffix("_FILE")).unwrap_or(name);
        Some(Claim { node: None, name: Some(name.to_owned()), file: base.is_some(), bytes })
    }

    /// Whether `0__CERT_FILE` is a field of the items of a list, which claims its name before indirection does.
    fn is_member(&self, list: NodeId, rest: &str) -> bool {
        let member = rest.split_once("__").map_or("", |(_, member)| member);
        self.index.schema_of(list).fields().iter().any(|field| field.as_leaf().is_some() && field.env_part == member)
    }

    fn takes_bytes(&self, id: NodeId) -> bool {
        self.index.field(id).and_then(|field| field.as_leaf()).is_some_and(|leaf| leaf.bytes)
    }

    /// The key of a dotted path, and what is left of the path where it goes on below a map or list.
    fn path<'p>(&self, path: &'p str) -> Option<(NodeId, &'p str)> {
        let (mut at, mut rest) = (crate::index::ROOT, path);
        while !rest.is_empty() {
            let counts =
                matches!(self.index.node(at).kind, NodeKind::LeafMap | NodeKind::Group(Shape::Map | Shape::List));
            if counts {
                break;
            }
            let (key, more) = rest.split_once('.').unwrap_or((rest, ""));
            (at, _) = self.index.child(at, key, 0)?;
            rest = more;
        }
        Some((at, rest))
    }
}

/// The problem of a relative path where there is no project root.
#[doc(hidden)]
pub fn rootless(name: impl Into<String>, closed: bool) -> Problem {
    let (message, help) = if closed {
        (
            "is a relative path, and this closed context has no directory",
            "give the context one: Context::in_directory(..), or write an absolute path",
        )
    } else {
        (
            "is a relative path, and the working directory of the process cannot be told",
            "start the process in a directory that exists, or write an absolute path",
        )
    };
    Problem::new(Code::Source, name, message).detailed("path").help(help)
}

/// A name that a load asks for.
#[derive(Debug)]
pub struct Claim {
    pub(crate) node: Option<(NodeId, Called)>,
    pub(crate) name: Option<String>,
    file: bool,
    bytes: bool,
}

impl Claim {
    fn any(name: &str) -> Self {
        Self { node: None, name: Some(name.to_owned()), file: false, bytes: false }
    }

    /// Whether the value is the path of the file that holds the value (`NAME_FILE`).
    #[must_use]
    #[inline]
    pub const fn is_file(&self) -> bool {
        self.file
    }

    /// Whether the field takes bytes as they are, line breaks and all.
    #[must_use]
    pub const fn takes_bytes(&self) -> bool {
        self.bytes
    }
}
