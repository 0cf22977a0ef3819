//! What the struct declares: one const table, written by the derive, that feeds loader, reports, docs and examples.
//!
//! Every type here is opaque and built by `const fn`, because generated code in another crate cannot write the
//! literal of a type that may grow. Nothing here may panic: a panic ends const promotion.

use crate::cast::CastError;
use crate::raw::Raw;

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
            control_prefix: "SETTINGS",
            deny_unknown: false,
            ignore: &[],
            facts: Facts::new("", false, false),
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
    pub fn profile_variable(&self) -> String {
        self.profile_env.map_or_else(|| format!("{}_PROFILE", self.control_prefix), str::to_owned)
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

/// How the text of a leaf is read and whether it may be shown.
#[allow(clippy::struct_excessive_bools, reason = "each is an attribute of its own, and any may stand beside any other")]
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Leaf {
    pub(crate) secrecy: Secrecy,
    pub(crate) no_reference: bool,
    pub(crate) allow_empty: bool,
    /// Takes bytes that are not text (`SecretSlice<u8>`, `encoding` on text is still text).
    pub(crate) bytes: bool,
    /// A map whose entries may come one by one (`LIMITS__FOO=3`).
    pub(crate) map: bool,
    pub(crate) separator: Option<&'static str>,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) unit: Option<&'static str>,
    /// Whether the type deserializes from "missing".
    pub(crate) optional: fn() -> bool,
    /// Casts and drops: how a default is checked without a struct to put it in.
    pub(crate) check: fn(&Raw, &Field) -> Result<(), CastError>,
}

/// Whether a value of a leaf may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Secrecy {
    /// A secret type, or declared `secret`: never printed, checked for placeholders.
    Secret,
    /// Neither known plain nor secret: never printed.
    Opaque,
    /// Known plain, or declared `public`: may be printed.
    Plain,
}

impl Secrecy {
    /// Secrecy from what the traits say of the type and the attributes of the field; `secret` beats all.
    #[must_use]
    #[allow(clippy::fn_params_excessive_bools, reason = "called by generated code alone, in the order of the docs")]
    pub const fn of(secret_type: bool, plain_type: bool, declared_secret: bool, declared_public: bool) -> Self {
        if declared_secret || (secret_type && !declared_public) {
            Self::Secret
        } else if plain_type || declared_public {
            Self::Plain
        } else {
            Self::Opaque
        }
    }
}

/// How text encodes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// RFC 4648 section 4, padding optional.
    Base64,
    /// RFC 4648 section 5, padding optional.
    Base64Url,
    /// Pairs of hexadecimal digits, either case.
    Hex,
    /// `\n \r \t \\`.
    Escaped,
}

impl Leaf {
    /// A leaf read as its type says.
    #[must_use]
    pub const fn new(
        secrecy: Secrecy,
        bytes: bool,
        map: bool,
        optional: fn() -> bool,
        check: fn(&Raw, &Field) -> Result<(), CastError>,
    ) -> Self {
        Self {
            secrecy,
            no_reference: false,
            allow_empty: false,
            bytes,
            map,
            separator: None,
            encoding: None,
            unit: None,
            optional,
            check,
        }
    }

    /// Keeps a value that looks like a reference as text.
    #[must_use]
    pub const fn no_reference(mut self) -> Self {
        self.no_reference = true;
        self
    }

    /// Takes empty text as a value.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Separates the items of a list by this instead of a comma.
    #[must_use]
    pub const fn separator(mut self, separator: &'static str) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Decodes text first.
    #[must_use]
    pub const fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = Some(encoding);
        self
    }

    /// Reads a bare number of a duration in this unit (`s`, `ms`, ...).
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// A group of settings below a field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Group {
    pub(crate) schema: &'static Schema,
    pub(crate) shape: Shape,
    pub(crate) flatten: bool,
}

impl Group {
    /// A group of this schema in this shape.
    #[must_use]
    pub const fn new(schema: &'static Schema, shape: Shape, flatten: bool) -> Self {
        Self { schema, shape, flatten }
    }
}

/// How many of a group there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// Exactly one.
    One,
    /// One or none: `Option<Nested>`.
    Optional,
    /// `Vec<Nested>`.
    List,
    /// `HashMap<String, Nested>` or `BTreeMap<String, Nested>`.
    Map,
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

/// What a field is when no layer says.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum DefaultValue {
    /// Nothing: the field is required, unless its type is optional.
    None,
    /// A literal, cast as the text of any layer would be.
    Literal(Literal),
    /// An expression of the field's type; its source text, for docs.
    Typed(&'static str),
    /// One of these by profile: the first arm whose name is the profile's, else its group's, else `_`.
    PerProfile(&'static [Arm]),
}

/// One arm of a default per profile.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Arm {
    /// A profile's name, `relaxed`, `hardened` or `_`.
    pub(crate) profile: &'static str,
    /// `Literal` or `Typed`.
    pub(crate) default: DefaultValue,
}

impl Arm {
    /// An arm for a profile, `relaxed`, `hardened` or `_`.
    #[must_use]
    pub const fn new(profile: &'static str, default: DefaultValue) -> Self {
        Self { profile, default }
    }
}

/// A literal of a default.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Literal {
    /// Text.
    Text(&'static str),
    /// A number as written, without type suffix.
    Number(&'static str),
    /// A boolean.
    Bool(bool),
    /// A bracketed list of literals.
    List(&'static [Literal]),
}

impl Literal {
    /// The raw value that the cast sees.
    #[must_use]
    pub fn raw(self) -> Raw {
        match self {
            Self::Text(text) => Raw::text(text),
            Self::Number(text) => Raw::Number(text.into()),
            Self::Bool(value) => Raw::Bool(value),
            Self::List(items) => Raw::List(items.iter().map(|item| item.raw().into()).collect()),
        }
    }
}
