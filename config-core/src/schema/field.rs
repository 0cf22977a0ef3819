//! One field of a struct.

use super::{DefaultValue, Group, Leaf};

/// One field of a struct: a leaf or a group.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    pub(crate) key: &'static str,
    /// The key in `SCREAMING_SNAKE`, or for a nested group its `prefix`; joined to what stands above it.
    pub(crate) env_part: &'static str,
    /// `env = ".."`: the whole name.
    pub(crate) env: Option<&'static str>,
    pub(crate) aliases: &'static [Alias],
    pub(crate) doc: &'static str,
    pub(crate) type_name: &'static str,
    pub(crate) example: Option<&'static str>,
    /// The validators' source text, for docs: `range(1..=5)`.
    pub(crate) constraint: Option<&'static str>,
    pub(crate) default: DefaultValue,
    pub(crate) required_in: &'static [&'static str],
    pub(crate) kind: Kind,
}

impl Field {
    /// A leaf.
    #[must_use]
    pub const fn leaf(key: &'static str, env_part: &'static str, type_name: &'static str, leaf: Leaf) -> Self {
        Self::new(key, env_part, type_name, Kind::Leaf(leaf))
    }

    /// A group.
    #[must_use]
    pub const fn group(key: &'static str, env_part: &'static str, type_name: &'static str, group: Group) -> Self {
        Self::new(key, env_part, type_name, Kind::Group(group))
    }

    const fn new(key: &'static str, env_part: &'static str, type_name: &'static str, kind: Kind) -> Self {
        Self {
            key,
            env_part,
            env: None,
            aliases: &[],
            doc: "",
            type_name,
            example: None,
            constraint: None,
            default: DefaultValue::None,
            required_in: &[],
            kind,
        }
    }

    /// Sets the whole environment name.
    #[must_use]
    pub const fn env(mut self, name: &'static str) -> Self {
        self.env = Some(name);
        self
    }

    /// Other names.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [Alias]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The doc text of the field.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// An example value.
    #[must_use]
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    /// The source text of its validators.
    #[must_use]
    pub const fn constraint(mut self, text: &'static str) -> Self {
        self.constraint = Some(text);
        self
    }

    /// What it is when no layer says.
    #[must_use]
    pub const fn default(mut self, default: DefaultValue) -> Self {
        self.default = default;
        self
    }

    /// Profiles in which an optional field is required.
    #[must_use]
    pub const fn required_in(mut self, profiles: &'static [&'static str]) -> Self {
        self.required_in = profiles;
        self
    }
}

/// What a field holds.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// One value.
    Leaf(Leaf),
    /// A struct or tagged enum, or options, lists and maps of one.
    Group(Group),
}

impl Field {
    /// Whether its members stand in its own struct.
    pub(crate) const fn is_flat(&self) -> bool {
        matches!(&self.kind, Kind::Group(group) if group.flatten)
    }

    /// Whether the environment has no name for the field itself: flattened, or with an empty prefix.
    pub(crate) const fn is_nameless(&self) -> bool {
        self.is_flat() || (self.env_part.is_empty() && self.env.is_none())
    }

    /// The leaf that the field is, where it is one.
    pub(crate) const fn as_leaf(&self) -> Option<&Leaf> {
        match &self.kind {
            Kind::Leaf(leaf) => Some(leaf),
            Kind::Group(_) => None,
        }
    }
}

/// Another name of a key.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Alias {
    /// The other key; empty for an absolute environment name.
    pub(crate) key: &'static str,
    /// The key in `SCREAMING_SNAKE`, or the absolute environment name.
    pub(crate) env: &'static str,
    pub(crate) absolute: bool,
    pub(crate) deprecated: bool,
}

impl Alias {
    /// Another key in the same place, under the same prefixes.
    #[must_use]
    pub const fn key(key: &'static str, env_part: &'static str, deprecated: bool) -> Self {
        Self { key, env: env_part, absolute: false, deprecated }
    }

    /// Another environment name, as it stands.
    #[must_use]
    pub const fn env(name: &'static str, deprecated: bool) -> Self {
        Self { key: "", env: name, absolute: true, deprecated }
    }
}
