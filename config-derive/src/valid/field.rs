//! One field: what its attributes say together.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::names::{self, Taken};
use super::{Surroundings, claims, defaults, rules};
use crate::ast::{self, Member};
use crate::attr::FieldAttrs;
use crate::case;
use crate::ctxt::Ctxt;
use crate::item::{Attr, unraw};
use crate::model::{Field, How, Leaf, Names, Secrecy, Slot, SlotKind};

/// The model of a named field.
pub(super) fn field(ctxt: &Ctxt, around: &Surroundings, found: ast::Field, taken: &mut Taken) -> Option<Field> {
    let Member::Named(member) = found.member.clone() else { return None };
    if let Some(skip) = &found.attrs.skip {
        let rest = present(&found.attrs);
        let others: Vec<&str> = rest.iter().map(|(word, _)| *word).filter(|word| *word != "skip").collect();
        if !others.is_empty() {
            skip.error(ctxt, format_args!("`skip` leaves the field out: beside it, remove {}", listed(&others)));
        }
        return Some(Field { member, slot: Err(found.ty) });
    }
    let name = unraw(&member);
    let names = names_of(ctxt, around, &found, &name);
    let flatten = found.attrs.flatten.is_some();
    let group = found.attrs.nested.is_some() || flatten;
    let slot =
        if group { self::group(ctxt, around, found, names, &name) } else { leaf(ctxt, around, found, names, &name) };
    if !flatten {
        taken.take(ctxt, &member, &name, &slot.names);
    }
    Some(Field { member, slot: Ok(slot) })
}

fn names_of(ctxt: &Ctxt, around: &Surroundings, found: &ast::Field, name: &str) -> Names {
    let attrs = &found.attrs;
    if let Some(key) = &attrs.rename {
        names::check_key(ctxt, "rename", key);
    }
    if let Some(env) = &attrs.env {
        names::check_env(ctxt, env);
    }
    let key = match (&attrs.rename, around.rename_all) {
        (Some(key), _) => key.value.clone(),
        (None, Some(rule)) => rule.of_field(name),
        (None, None) => name.to_owned(),
    };
    let env_part = attrs.prefix.as_ref().map_or_else(|| case::env_part(&key), |prefix| prefix.value.clone());
    let env = attrs.env.as_ref().map(|env| env.value.clone());
    let plain = env_part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if env.is_none()
        && attrs.flatten.is_none()
        && attrs.prefix.is_none()
        && !key.is_empty()
        && (!plain || env_part.is_empty())
    {
        ctxt.error(
            found,
            format_args!("the key `{key}` gives no environment name of ASCII letters: write one, `env = \"NAME\"`"),
        );
    }
    Names { key, env_part, env, aliases: Vec::new() }
}

fn group(ctxt: &Ctxt, around: &Surroundings, found: ast::Field, mut names: Names, name: &str) -> Slot {
    let required = claims::of_required(around, &found, name);
    let attrs = found.attrs;
    let word = if attrs.nested.is_some() { "nested" } else { "flatten" };
    if let (Some(_), Some(flatten)) = (&attrs.nested, &attrs.flatten) {
        flatten.error(ctxt, "`nested` puts the keys below this one, `flatten` beside it: remove one of them");
    }
    if let Some(prefix) = attrs.prefix.as_ref().filter(|_| word == "nested") {
        names::check_prefix(ctxt, "nested, prefix", prefix);
    }
    for (other, attr) in present(&attrs) {
        if let Some(instead) = not_on_group(other, word) {
            ctxt.error(attr, format_args!("`{other}` says nothing of a group (`{word}`): {instead}"));
        }
    }
    let required_in = required_in(ctxt, around, &attrs);
    names.aliases = names::aliases(ctxt, attrs.aliases, &names);
    let flatten = attrs.nested.is_none();
    let claims = if flatten { claims::of_flat(around, &found.ty) } else { required };
    Slot { ty: found.ty, names, doc: found.doc, required_in, claims, kind: SlotKind::Group { flatten } }
}

/// What to do instead of an attribute that is of leaves alone.
fn not_on_group(word: &str, kind: &str) -> Option<&'static str> {
    let flatten = kind == "flatten";
    Some(match word {
        "default" => "give its fields defaults, or make it an `Option`",
        "env" if flatten => "give its fields names",
        "env" => "`prefix = \"PAY\"` begins the names of its fields",
        "prefix" | "rename" | "alias" | "deprecated_alias" if flatten => {
            "flattened keys stand in this struct by their own names"
        }
        "required_in" if flatten => "put it on its fields",
        "secret" | "public" | "no_reference" | "separator" | "encoding" | "unit" | "allow_empty" | "example" => {
            "put it on the field of its struct that it is about"
        }
        "with" | "from_str" => "a group has fields and no text: remove one of them",
        "validate" => "put it on its struct, `#[settings(validate = path)]`",
        _ => return None,
    })
}

fn leaf(ctxt: &Ctxt, around: &Surroundings, found: ast::Field, mut names: Names, name: &str) -> Slot {
    conflicts(ctxt, &found.attrs);
    let secrecy = match (&found.attrs.secret, &found.attrs.public) {
        (Some(_), _) => Secrecy::Secret,
        (None, Some(_)) => Secrecy::Public,
        (None, None) if around.params.is_param(&found.ty) => Secrecy::OfParameter,
        (None, None) => Secrecy::OfType,
    };
    let claims = claims::of(around, &found, secrecy, name, &names);
    let required_in = required_in(ctxt, around, &found.attrs);
    let attrs = found.attrs;
    names.aliases = names::aliases(ctxt, attrs.aliases, &names);
    let how = match (attrs.with, attrs.from_str, &attrs.encoding) {
        (Some(with), ..) => How::With(with.value),
        (None, Some(_), _) => How::FromStr,
        (None, None, Some(_)) => How::Encoded,
        (None, None, None) => How::Cast,
    };
    let leaf = Leaf {
        secrecy,
        how,
        default: defaults::of(ctxt, around, attrs.default, secrecy),
        rules: rules(attrs.validate),
        example: attrs.example.map(|example| example.value),
        no_reference: attrs.no_reference.is_some(),
        allow_empty: attrs.allow_empty.is_some(),
        separator: attrs.separator.map(|separator| separator.value),
        encoding: attrs.encoding.map(|encoding| encoding.value),
        unit: attrs.unit.map(|unit| unit.value),
    };
    Slot { ty: found.ty, names, doc: found.doc, required_in, claims, kind: SlotKind::Leaf(Box::new(leaf)) }
}

/// Attributes that contradict each other on a leaf.
fn conflicts(ctxt: &Ctxt, attrs: &FieldAttrs) {
    if let Some(prefix) = &attrs.prefix {
        prefix.error(ctxt, "`prefix` is of groups: write `nested, prefix = \"..\"`, or `env = \"..\"` for one value");
    }
    if let (Some(_), Some(public)) = (&attrs.secret, &attrs.public) {
        public.error(ctxt, "`secret` is never shown and `public` always: remove one of them");
    }
    if let (Some(_), Some(from_str)) = (&attrs.with, &attrs.from_str) {
        from_str.error(ctxt, "`with` and `from_str` both read the value: remove one of them");
    }
    let reads = if attrs.with.is_some() { "with" } else { "from_str" };
    if attrs.with.is_some() || attrs.from_str.is_some() {
        let unheard = [
            ("separator", attrs.separator.as_ref().map(|attr| &attr.tokens)),
            ("unit", attrs.unit.as_ref().map(|attr| &attr.tokens)),
        ];
        for (word, tokens) in unheard {
            if let Some(tokens) = tokens {
                ctxt.error(tokens, format_args!("`{reads}` reads the text by itself, so that `{word}` says nothing"));
            }
        }
    }
    if let (Some(_), Some(required)) = (&attrs.default, &attrs.required_in) {
        required.error(ctxt, "a field with a default is never missing: for some profiles alone, write `default(..)`");
    }
    if let Some(separator) = &attrs.separator {
        if separator.value.is_empty() {
            separator.error(ctxt, "`separator` is empty");
        } else if separator.value.contains('"') || separator.value.contains('\\') {
            separator.error(ctxt, "a quote encloses items and cannot separate them");
        }
    }
}

fn required_in(ctxt: &Ctxt, around: &Surroundings, attrs: &FieldAttrs) -> Vec<String> {
    let Some(list) = &attrs.required_in else { return Vec::new() };
    for profile in &list.value {
        names::check_listed(ctxt, profile, &profile.value(), &around.profiles);
    }
    names::check_profiles(ctxt, list)
}

/// The attributes that a field has, with where they stand.
pub(super) fn present(attrs: &FieldAttrs) -> Vec<(&'static str, TokenStream)> {
    fn of<T>(attr: Option<&Attr<T>>) -> Option<TokenStream> {
        attr.map(|attr| attr.tokens.clone())
    }
    let single = [
        ("default", of(attrs.default.as_ref())),
        ("env", of(attrs.env.as_ref())),
        ("rename", of(attrs.rename.as_ref())),
        ("nested", of(attrs.nested.as_ref())),
        ("prefix", of(attrs.prefix.as_ref())),
        ("flatten", of(attrs.flatten.as_ref())),
        ("skip", of(attrs.skip.as_ref())),
        ("secret", of(attrs.secret.as_ref())),
        ("public", of(attrs.public.as_ref())),
        ("no_reference", of(attrs.no_reference.as_ref())),
        ("separator", of(attrs.separator.as_ref())),
        ("encoding", of(attrs.encoding.as_ref())),
        ("unit", of(attrs.unit.as_ref())),
        ("with", of(attrs.with.as_ref())),
        ("from_str", of(attrs.from_str.as_ref())),
        ("required_in", of(attrs.required_in.as_ref())),
        ("example", of(attrs.example.as_ref())),
        ("allow_empty", of(attrs.allow_empty.as_ref())),
    ];
    let mut found: Vec<_> = single.into_iter().filter_map(|(word, tokens)| Some((word, tokens?))).collect();
    found.extend(attrs.validate.iter().map(|attr| ("validate", attr.tokens.clone())));
    found.extend(
        attrs.aliases.iter().map(|attr| {
            (if attr.value.deprecated { "deprecated_alias" } else { "alias" }, attr.tokens.to_token_stream())
        }),
    );
    found
}

pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
