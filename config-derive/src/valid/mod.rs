//! From what is written to what is meant: everything that is checked by looking at two things together.

mod bounds;
mod claims;
mod defaults;
mod enums;
mod field;
mod names;
mod params;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::LitStr;

use crate::ast::{Container, Data};
use crate::attr::ContainerAttrs;
use crate::case::Case;
use crate::ctxt::Ctxt;
use crate::item::{Attr, unraw};
use crate::model::{Body, Field, Group, Kind, Model, Names, Options, Rule, Slot, SlotKind};
use crate::runs;

use names::Taken;
use params::Params;

/// What a field needs to know of what it stands in.
struct Surroundings {
    params: Params,
    rename_all: Option<Case>,
    /// `profiles = [..]`; empty where any profile may come.
    profiles: Vec<String>,
    /// The profiles that are relaxed here.
    relaxed: Vec<String>,
}

/// The path of `__private`: what generated code calls, and what a fallback calls too.
pub(crate) fn private(attrs: &ContainerAttrs) -> TokenStream {
    let path = attrs.krate.as_ref().map_or_else(|| quote!(::tactful), |krate| krate.value.to_token_stream());
    quote!(#path::__private)
}

/// The model of a container; what is wrong with it goes into the context.
pub(crate) fn model(ctxt: &Ctxt, container: Container) -> Option<Model> {
    let Container { ident, generics, doc, attrs, data } = container;
    let private = private(&attrs);
    let name = unraw(&ident);
    let params = Params::of(&generics);
    let kind = match data {
        Data::Refused => return None,
        Data::Enum(variants) => {
            let Some(tag) = &attrs.tag else {
                let kind = enums::leaf(ctxt, &attrs, variants)?;
                return Some(Model { ident, generics, private, kind });
            };
            let (around, options) = surroundings(ctxt, &attrs, params, doc);
            let rules = rules(attrs.validate);
            let body = enums::tagged(ctxt, &around, tag, variants);
            Kind::Group(Box::new(self::group(&around, name, options, rules, body)))
        }
        Data::Struct(fields) => {
            let (around, options) = surroundings(ctxt, &attrs, params, doc);
            let rules = rules(attrs.validate);
            let body = Body::Struct(fields_of(ctxt, &around, fields, &mut Taken::default()));
            Kind::Group(Box::new(self::group(&around, name, options, rules, body)))
        }
    };
    Some(Model { ident, generics, private, kind })
}

fn group(around: &Surroundings, name: String, options: Options, rules: Vec<Rule>, body: Body) -> Group {
    let bounds = bounds::of(&around.params, &body);
    let whole = !around.params.any();
    let check_names = whole && may_meet(&body);
    let nests = || body.slots().any(|slot| matches!(slot.kind, SlotKind::Group { .. }));
    let check_defaults = whole && options.relaxed.is_some() && nests();
    Group { name, options, rules, body, bounds, check_names, check_defaults }
}

fn surroundings(ctxt: &Ctxt, attrs: &ContainerAttrs, params: Params, doc: String) -> (Surroundings, Options) {
    if let Some(prefix) = &attrs.prefix {
        names::check_prefix(ctxt, "prefix", prefix);
    }
    if let Some(prefix) = &attrs.control_prefix {
        names::check_prefix(ctxt, "control_prefix", prefix);
    }
    if let Some(name) = &attrs.profile_env {
        names::check_env(ctxt, name);
    }
    if let Some(file) = attrs.file.as_ref().filter(|file| file.value.is_empty()) {
        file.error(ctxt, "`file` is empty: without a config file, leave it out");
    }
    for key in attrs.ignore.iter().flat_map(|list| &list.value).filter(|key| key.value().is_empty()) {
        ctxt.error(key, "an empty key to ignore");
    }
    let profiles = attrs.profiles.as_ref().map(|list| names::check_profiles(ctxt, list)).unwrap_or_default();
    let relaxed = attrs.relaxed.as_ref().map(|list| relaxed(ctxt, list, &profiles));
    let around = Surroundings {
        params,
        rename_all: attrs.rename_all.as_ref().map(|rule| rule.value),
        relaxed: relaxed.clone().unwrap_or_else(|| names::RELAXED.map(str::to_owned).to_vec()),
        profiles: profiles.clone(),
    };
    let text = |attr: &Option<Attr<String>>| attr.as_ref().map(|text| text.value.clone());
    let options = Options {
        doc,
        prefix: text(&attrs.prefix),
        profile_env: text(&attrs.profile_env),
        profiles,
        relaxed,
        file: text(&attrs.file),
        control_prefix: text(&attrs.control_prefix),
        deny_unknown: attrs.deny_unknown.is_some(),
        ignore: attrs.ignore.iter().flat_map(|list| list.value.iter().map(LitStr::value)).collect(),
    };
    (around, options)
}

/// `relaxed = []` is a list: it says that no profile is.
fn relaxed(ctxt: &Ctxt, list: &Attr<Vec<LitStr>>, profiles: &[String]) -> Vec<String> {
    if list.value.is_empty() {
        return Vec::new();
    }
    for profile in &list.value {
        names::check_listed(ctxt, profile, &profile.value(), profiles);
    }
    names::check_profiles(ctxt, list)
}

fn rules(attrs: Vec<Attr<TokenStream>>) -> Vec<Rule> {
    attrs.into_iter().map(|attr| Rule { closure: runs::is_closure(&attr.value), expr: attr.value }).collect()
}

fn fields_of(ctxt: &Ctxt, around: &Surroundings, fields: Vec<crate::ast::Field>, taken: &mut Taken) -> Vec<Field> {
    fields.into_iter().filter_map(|found| field::field(ctxt, around, found, taken)).collect()
}

/// Whether two environment names may meet that no check of one struct alone can see.
fn may_meet(body: &Body) -> bool {
    let absolute = |names: &Names| {
        names.env.is_some() || names.aliases.iter().any(|alias| matches!(alias.name, crate::model::AliasName::Env(_)))
    };
    body.slots().any(|slot| matches!(slot.kind, SlotKind::Group { .. }) || absolute(&slot.names))
}

impl Body {
    /// All fields of the schema but a tag, in its order.
    pub(crate) fn slots(&self) -> Box<dyn Iterator<Item = &Slot> + '_> {
        match self {
            Self::Struct(fields) => Box::new(fields.iter().filter_map(|field| field.slot.as_ref().ok())),
            Self::Enum { variants, .. } => Box::new(variants.iter().flat_map(|variant| variant.fields.slots())),
        }
    }
}
