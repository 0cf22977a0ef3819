//! What is generated, checked and decided: expanding it cannot fail.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Generics, Type};

use crate::literal::Value;

pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The path of `__private`.
    pub(crate) private: TokenStream,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Group(Box<Group>),
    /// A leaf type.
    UnitEnum(Vec<UnitVariant>),
}

pub(crate) struct UnitVariant {
    pub(crate) ident: Ident,
    pub(crate) text: String,
}

/// A struct or tagged enum.
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) options: Options,
    pub(crate) rules: Vec<Rule>,
    pub(crate) body: Body,
    pub(crate) bounds: Vec<Bound>,
    /// Whether names below may meet that no single struct shows.
    pub(crate) check_names: bool,
    /// Whether defaults below were written without knowing which profiles are relaxed here.
    pub(crate) check_defaults: bool,
}

/// What the attributes of the struct say for the schema.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) doc: String,
    pub(crate) prefix: Option<String>,
    pub(crate) profile_env: Option<String>,
    pub(crate) profiles: Vec<String>,
    pub(crate) relaxed: Option<Vec<String>>,
    pub(crate) file: Option<String>,
    pub(crate) control_prefix: Option<String>,
    pub(crate) deny_unknown: bool,
    pub(crate) ignore: Vec<String>,
}

/// What a type that speaks of a parameter must be.
pub(crate) enum Bound {
    Leaf(Type),
    FromStr(Type),
    Group(Type),
    Default(Type),
}

pub(crate) enum Body {
    Struct(Vec<Field>),
    Enum { tag: Tag, variants: Vec<Variant> },
}

pub(crate) struct Tag {
    pub(crate) key: String,
    pub(crate) env_part: String,
    /// The text of the variant that is chosen when no layer says.
    pub(crate) default: Option<String>,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) text: String,
    pub(crate) doc: String,
    pub(crate) fields: VariantFields,
}

pub(crate) enum VariantFields {
    Unit,
    Named(Vec<Field>),
    Newtype(Box<Slot>),
}

pub(crate) struct Field {
    pub(crate) member: Ident,
    /// The type alone of a field that is skipped.
    pub(crate) slot: Result<Slot, Type>,
}

/// A field of the schema.
pub(crate) struct Slot {
    pub(crate) ty: Type,
    pub(crate) names: Names,
    pub(crate) doc: String,
    pub(crate) required_in: Vec<String>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) kind: SlotKind,
}

#[derive(Default)]
pub(crate) struct Names {
    pub(crate) key: String,
    pub(crate) env_part: String,
    pub(crate) env: Option<String>,
    pub(crate) aliases: Vec<Alias>,
}

pub(crate) struct Alias {
    pub(crate) name: AliasName,
    pub(crate) deprecated: bool,
}

pub(crate) enum AliasName {
    Key { key: String, env_part: String },
    Env(String),
}

pub(crate) enum SlotKind {
    Leaf(Box<Leaf>),
    Group { flatten: bool },
}

#[derive(Default)]
pub(crate) struct Leaf {
    pub(crate) secrecy: Secrecy,
    pub(crate) how: How,
    pub(crate) default: Defaults,
    pub(crate) rules: Vec<Rule>,
    pub(crate) example: Option<String>,
    pub(crate) no_reference: bool,
    pub(crate) allow_empty: bool,
    pub(crate) separator: Option<String>,
    /// The variant of `Encoding`.
    pub(crate) encoding: Option<&'static str>,
    pub(crate) unit: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// As its traits say.
    #[default]
    OfType,
    /// A type parameter and nothing else: secret, unless it is known to be plain.
    OfParameter,
    Secret,
    Public,
}

#[derive(Default)]
pub(crate) enum How {
    #[default]
    Cast,
    Encoded,
    FromStr,
    With(TokenStream),
}

#[derive(Default)]
pub(crate) enum Defaults {
    #[default]
    None,
    One(Value),
    PerProfile(Vec<(String, Value)>),
}

/// A validator.
pub(crate) struct Rule {
    pub(crate) expr: TokenStream,
    /// Written as a closure, whose parameter takes its type from what it is passed to.
    pub(crate) closure: bool,
}

/// Something that must hold for a type and that its traits alone can tell.
pub(crate) struct Claim {
    pub(crate) about: About,
    pub(crate) message: String,
    pub(crate) span: Span,
    /// The type as it can be written outside the impl; nothing where it names a parameter.
    pub(crate) outside: Option<Type>,
}

#[derive(Clone, Copy)]
pub(crate) enum About {
    /// It holds no plain text.
    NoText,
    /// It is no secret type.
    NoSecret,
    /// As above, for a type parameter.
    KnownPlain,
    /// It may be an `Option`.
    MayBeAbsent,
    /// It may be a duration.
    MayBeDuration,
    /// It may be a list.
    MayBeList,
    /// It may be text or bytes.
    MayBeEncoded,
    /// It is a group that may be absent.
    GroupMayBeAbsent,
    /// It is a group of which there is one at most.
    Single,
}
