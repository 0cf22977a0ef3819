//! Enums: one value of several, or one group of several.

use proc_macro2::TokenStream;

use super::names::{self, Taken};
use super::{Surroundings, claims, fields_of};
use crate::ast::{Fields, Variant};
use crate::attr::ContainerAttrs;
use crate::case::{self, Case};
use crate::ctxt::Ctxt;
use crate::item::{Attr, unraw};
use crate::model::{self, Body, Kind, Names, Slot, SlotKind, Tag, UnitVariant, VariantFields};

/// An enum without a tag: a leaf type, whose text is the name of a variant.
pub(super) fn leaf(ctxt: &Ctxt, attrs: &ContainerAttrs, variants: Vec<Variant>) -> Option<Kind> {
    for (word, tokens) in of_groups(attrs) {
        ctxt.error(tokens, format_args!("an enum without `tag` is one value, and `{word}` is of groups"));
    }
    let rename_all = attrs.rename_all.as_ref().map(|rule| rule.value);
    let mut units = Vec::new();
    let mut texts = Texts::default();
    let mut sound = true;
    for variant in variants {
        if !matches!(variant.fields, Fields::Unit) {
            ctxt.error(
                &variant.ident,
                "a variant with fields needs a tag that chooses it: `#[settings(tag = \"kind\")]` on the enum\n\
                 for a single value of several forms, derive `serde::Deserialize` instead of `Settings`",
            );
            sound = false;
            continue;
        }
        if let Some(default) = &variant.attrs.default {
            default.error(
                ctxt,
                "the default of a single value is given where it is used: `default = \"..\"` on the field",
            );
        }
        if let Some(rule) = &variant.attrs.rename_all {
            rule.error(ctxt, "a variant without fields has no keys to rename");
        }
        let text = texts.take(ctxt, &variant, rename_all);
        units.push(UnitVariant { ident: variant.ident, text });
    }
    sound.then_some(Kind::UnitEnum(units))
}

/// The attributes that say nothing of a single value, and where they stand.
fn of_groups(attrs: &ContainerAttrs) -> Vec<(&'static str, TokenStream)> {
    fn of<T>(attr: Option<&Attr<T>>) -> Option<TokenStream> {
        attr.map(|attr| attr.tokens.clone())
    }
    let all = [
        ("prefix", of(attrs.prefix.as_ref())),
        ("deny_unknown", of(attrs.deny_unknown.as_ref())),
        ("ignore", of(attrs.ignore.as_ref())),
        ("profile_env", of(attrs.profile_env.as_ref())),
        ("profiles", of(attrs.profiles.as_ref())),
        ("relaxed", of(attrs.relaxed.as_ref())),
        ("file", of(attrs.file.as_ref())),
        ("control_prefix", of(attrs.control_prefix.as_ref())),
        ("validate", of(attrs.validate.first())),
    ];
    all.into_iter().filter_map(|(word, tokens)| Some((word, tokens?))).collect()
}

/// An enum with a tag: a group.
pub(super) fn tagged(ctxt: &Ctxt, around: &Surroundings, tag: &Attr<String>, variants: Vec<Variant>) -> Body {
    names::check_key(ctxt, "tag", tag);
    let mut texts = Texts::default();
    let mut models = Vec::new();
    let mut default: Option<String> = None;
    let tag_names = Names { key: tag.value.clone(), env_part: case::env_part(&tag.value), ..Names::default() };
    for variant in variants {
        // Fields of different variants may share a name: only one of them is read.
        let mut taken = Taken::default();
        taken.take(ctxt, &tag.tokens, &format!("tag = {:?}", tag.value), &tag_names);
        let text = texts.take(ctxt, &variant, around.rename_all);
        if let Some(attr) = &variant.attrs.default {
            match &default {
                Some(_) => attr.error(ctxt, "two variants are the default"),
                None => default = Some(text.clone()),
            }
        }
        let inner = Surroundings {
            rename_all: variant.attrs.rename_all.as_ref().map(|rule| rule.value),
            params: around.params.clone(),
            profiles: around.profiles.clone(),
            relaxed: around.relaxed.clone(),
        };
        let fields = match variant.fields {
            Fields::Unit => VariantFields::Unit,
            Fields::Named(fields) => VariantFields::Named(fields_of(ctxt, &inner, fields, &mut taken)),
            Fields::Newtype(field) => {
                for (word, attr) in super::field::present(&field.attrs) {
                    if !matches!(word, "nested" | "flatten") {
                        ctxt.error(
                            attr,
                            "the fields of the struct in a variant stand beside the tag: nothing is left to say",
                        );
                    }
                }
                let kind = SlotKind::Group { flatten: true };
                let slot = Slot {
                    claims: claims::of_flat(around, &field.ty),
                    ty: field.ty,
                    names: Names::default(),
                    doc: field.doc,
                    required_in: Vec::new(),
                    kind,
                };
                VariantFields::Newtype(Box::new(slot))
            }
        };
        models.push(model::Variant { ident: variant.ident, text, doc: variant.doc, fields });
    }
    let tag = Tag { key: tag_names.key, env_part: tag_names.env_part, default };
    Body::Enum { tag, variants: models }
}

/// The texts of variants, which are compared ignoring case.
#[derive(Default)]
struct Texts(Vec<(String, String)>);

impl Texts {
    fn take(&mut self, ctxt: &Ctxt, variant: &Variant, rename_all: Option<Case>) -> String {
        let name = unraw(&variant.ident);
        let text = match &variant.attrs.rename {
            Some(text) => text.value.clone(),
            None => rename_all.unwrap_or(Case::Snake).of_variant(&name),
        };
        if let Some(rename) = variant.attrs.rename.as_ref().filter(|text| text.value.is_empty()) {
            rename.error(ctxt, "`rename` is empty");
        }
        match self.0.iter().find(|(known, _)| known.to_lowercase() == text.to_lowercase()) {
            Some((_, other)) => ctxt.error(
                &variant.ident,
                format_args!("`{other}` and `{name}` are both written `{text}`, in which case is ignored"),
            ),
            None => self.0.push((text.clone(), name)),
        }
        text
    }
}

impl VariantFields {
    pub(crate) fn slots(&self) -> Box<dyn Iterator<Item = &Slot> + '_> {
        match self {
            Self::Unit => Box::new(std::iter::empty()),
            Self::Named(fields) => Box::new(fields.iter().filter_map(|field| field.slot.as_ref().ok())),
            Self::Newtype(slot) => Box::new(std::iter::once(&**slot)),
        }
    }
}
