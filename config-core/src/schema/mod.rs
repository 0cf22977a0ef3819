//! What the struct declares: one const table, written by the derive, that feeds loader, reports, docs and examples.
//!
//! Every type here is opaque and built by `const fn`, because generated code in another crate cannot write the
//! literal of a type that may grow. Nothing here may panic: a panic ends const promotion.

mod default;
mod field;
mod group;
mod leaf;
mod lever;

use std::borrow::Cow;

pub use default::{Arm, DefaultValue, Literal};
pub use field::{Alias, Field, Kind};
pub use group::{Group, Shape};
pub use leaf::{Encoding, Leaf, Secrecy};
pub(crate) use lever::levers;

/// A struct or tagged enum of settings: its fields and what holds for all of them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Schema {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) variants: &'static [Variant],
    /// The field of `fields` that holds the tag, for enums: always field 0.
    pub(crate) prefix: &'static str,
    pub(crate) profile_env: Option<&'static str>,
    pub(crate) profiles: &'static [&'static str],
    pub(crate) relaxed: Option<&'static [&'static str]>,
    pub(crate) file: Option<&'static str>,
    pub(crate) control_prefix: &'static str,
    pub(crate) deny_unknown: bool,
    pub(crate) ignore: &'static [&'static str],
    pub(crate) facts: Facts,
    pub(crate) size: Size,
}

/// How large a schema is with all it nests, counted by the compiler.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Keys, groups among them; entries of lists and maps are not known yet.
    pub(crate) keys: usize,
    /// Environment names: those of the keys, and aliases.
    pub(crate) names: usize,
    /// Whether it holds a tagged enum.
    pub(crate) has_variants: bool,
    /// Whether an environment name may end in `_FILE` by itself.
    pub(crate) has_file_names: bool,
}

impl Size {
    const fn of(fields: &[Field]) -> Self {
        let mut size = Self { keys: 0, names: 0, has_variants: false, has_file_names: false };
        let mut rest = fields;
        while let [field, after @ ..] = rest {
            size.keys = size.keys.wrapping_add(1);
            size.names = size.names.wrapping_add(field.aliases.len());
            if !field.is_nameless() {
                size.names = size.names.wrapping_add(1);
            }
            let is_composed = field.env.is_none() && field.aliases.is_empty();
            size.has_file_names |= !is_composed || matches!(field.env_part.as_bytes(), [.., b'F', b'I', b'L', b'E']);
            if let Kind::Group(group) = &field.kind {
                let inner = group.schema.size;
                size.has_variants |= inner.has_variants;
                size.has_file_names |= inner.has_file_names;
                if matches!(group.shape, Shape::One | Shape::Optional) {
                    size.keys = size.keys.wrapping_add(inner.keys);
                    size.names = size.names.wrapping_add(inner.names);
                }
            }
            rest = after;
        }
        size
    }
}

/// Facts of the build of the crate that holds the struct.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Facts {
    pub(crate) package: &'static str,
    pub(crate) debug: bool,
    pub(crate) test: bool,
}

impl Facts {
    /// `CARGO_PKG_NAME`, `cfg!(debug_assertions)` and `cfg!(test)` where the derive ran.
    #[must_use]
    pub const fn new(package: &'static str, debug: bool, test: bool) -> Self {
        Self { package, debug, test }
    }
}

impl Schema {
    /// A schema of these fields. For a tagged enum: the tag first, then the fields of all variants.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            doc: "",
            fields,
            variants: &[],
            prefix: "",
            profile_env: None,
            profiles: &[],
            relaxed: None,
            file: None,
            control_prefix: lever::USUAL_PREFIX,
            deny_unknown: false,
            ignore: &[],
            facts: Facts::new("", false, false),
            size: Size::of(fields),
        }
    }

    /// The doc text of the struct.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// The variants of a tagged enum.
    #[must_use]
    pub const fn variants(mut self, variants: &'static [Variant]) -> Self {
        self.variants = variants;
        self.size.has_variants = true;
        self
    }

    /// Begins every environment name: `SHOP`.
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// The variable that names the profile.
    #[must_use]
    pub const fn profile_env(mut self, name: &'static str) -> Self {
        self.profile_env = Some(name);
        self
    }

    /// Closes the list of profiles.
    #[must_use]
    pub const fn profiles(mut self, profiles: &'static [&'static str]) -> Self {
        self.profiles = profiles;
        self
    }

    /// Replaces the list of relaxed profiles.
    #[must_use]
    pub const fn relaxed(mut self, profiles: &'static [&'static str]) -> Self {
        self.relaxed = Some(profiles);
        self
    }

    /// The config file of the standard stack, relative to the project root.
    #[must_use]
    pub const fn file(mut self, path: &'static str) -> Self {
        self.file = Some(path);
        self
    }

    /// Renames the operator's variables: `SHOP_SETTINGS` for `SETTINGS`.
    #[must_use]
    pub const fn control_prefix(mut self, prefix: &'static str) -> Self {
        self.control_prefix = prefix;
        self
    }

    /// Facts of the build.
    #[must_use]
    pub const fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// Keys of config files to let be.
    #[must_use]
    pub const fn ignore(mut self, keys: &'static [&'static str]) -> Self {
        self.ignore = keys;
        self
    }

    /// Makes unknown keys of config files problems.
    #[must_use]
    pub const fn deny_unknown(mut self) -> Self {
        self.deny_unknown = true;
        self
    }

    /// The variable that names the profile: `SETTINGS_PROFILE` unless the struct says otherwise.
    #[must_use]
    pub fn profile_variable(&self) -> Cow<'static, str> {
        self.profile_env.map_or_else(|| self.lever("PROFILE"), Cow::Borrowed)
    }

    /// What begins every environment name: `SHOP`; empty where nothing does.
    #[must_use]
    pub const fn env_prefix(&self) -> &'static str {
        self.prefix
    }

    /// The config file of the standard stack, relative to the project root.
    #[must_use]
    pub const fn config_file(&self) -> Option<&'static str> {
        self.file
    }

    /// What begins the operator's variables: `SETTINGS`.
    #[must_use]
    pub const fn control_prefix_name(&self) -> &'static str {
        self.control_prefix
    }

    /// The name of the struct.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The fields in the order of the struct.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }
}

/// One variant of a tagged enum: the fields `first..first + count` of its schema.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Variant {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) first: u32,
    pub(crate) count: u32,
}

impl Variant {
    /// A variant whose tag is `name` and whose fields are `first..first + count` of the enum's schema.
    #[must_use]
    pub const fn new(name: &'static str, doc: &'static str, first: u32, count: u32) -> Self {
        Self { name, doc, first, count }
    }

    /// The text of the tag that chooses it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The doc text of the variant.
    #[must_use]
    pub const fn doc(&self) -> &'static str {
        self.doc
    }
}
