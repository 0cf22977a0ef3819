//! What is derived for, as parsed: nothing is checked that needs two attributes to be seen together.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{DeriveInput, Generics, Type};

use crate::attr::{ContainerAttrs, FieldAttrs, VariantAttrs};
use crate::ctxt::Ctxt;
use crate::doc;
use crate::symbol::Place;

pub(crate) struct Container {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) doc: String,
    pub(crate) attrs: ContainerAttrs,
    pub(crate) data: Data,
}

pub(crate) enum Data {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
    /// Something else, and an error that says so.
    Refused,
}

pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) attrs: FieldAttrs,
}

#[derive(Clone)]
pub(crate) enum Member {
    Named(Ident),
    /// The only field of a newtype variant.
    Only,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) attrs: VariantAttrs,
    pub(crate) fields: Fields,
}

pub(crate) enum Fields {
    Unit,
    Named(Vec<Field>),
    Newtype(Box<Field>),
}

impl Container {
    pub(crate) fn parse(ctxt: &Ctxt, input: &DeriveInput) -> Self {
        let place = if matches!(input.data, syn::Data::Enum(_)) { Place::Enum } else { Place::Struct };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            doc: doc::text(&input.attrs),
            attrs: ContainerAttrs::parse(ctxt, &input.attrs, place),
            data: data(ctxt, input),
        }
    }
}

fn data(ctxt: &Ctxt, input: &DeriveInput) -> Data {
    match &input.data {
        syn::Data::Struct(data) => match &data.fields {
            syn::Fields::Named(fields) => Data::Struct(fields.named.iter().map(|field| named(ctxt, field)).collect()),
            syn::Fields::Unit => Data::Struct(Vec::new()),
            syn::Fields::Unnamed(fields) => {
                ctxt.error(
                    fields,
                    format_args!(
                        "a struct of settings has named fields, whose names are the keys\n\
                         for a single value of a type of its own, derive `serde::Deserialize` for `{0}` and use it as \
                         the type of a field",
                        input.ident
                    ),
                );
                Data::Refused
            }
        },
        syn::Data::Enum(data) => {
            if data.variants.is_empty() {
                ctxt.error(&input.ident, "an enum of settings needs a variant to choose");
                return Data::Refused;
            }
            Data::Enum(data.variants.iter().map(|found| variant(ctxt, found)).collect())
        }
        syn::Data::Union(data) => {
            ctxt.error(
                data.union_token,
                "a union cannot hold settings: use a struct, or an enum with `tag = \"kind\"`",
            );
            Data::Refused
        }
    }
}

fn named(ctxt: &Ctxt, found: &syn::Field) -> Field {
    let member = found.ident.clone().map_or(Member::Only, Member::Named);
    field(ctxt, found, member)
}

fn field(ctxt: &Ctxt, found: &syn::Field, member: Member) -> Field {
    Field { member, ty: found.ty.clone(), doc: doc::text(&found.attrs), attrs: FieldAttrs::parse(ctxt, &found.attrs) }
}

fn variant(ctxt: &Ctxt, found: &syn::Variant) -> Variant {
    let fields = match &found.fields {
        syn::Fields::Unit => Fields::Unit,
        syn::Fields::Named(fields) => Fields::Named(fields.named.iter().map(|field| named(ctxt, field)).collect()),
        syn::Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(only) if fields.unnamed.len() == 1 => Fields::Newtype(Box::new(field(ctxt, only, Member::Only))),
            _ => {
                ctxt.error(
                    fields,
                    "a variant of settings is a unit, has named fields, or holds one struct that derives `Settings`",
                );
                Fields::Unit
            }
        },
    };
    Variant {
        ident: found.ident.clone(),
        doc: doc::text(&found.attrs),
        attrs: VariantAttrs::parse(ctxt, &found.attrs),
        fields,
    }
}

impl ToTokens for Field {
    /// Where the field is named in errors.
    fn to_tokens(&self, tokens: &mut proc_macro2::TokenStream) {
        match &self.member {
            Member::Named(ident) => ident.to_tokens(tokens),
            Member::Only => self.ty.to_tokens(tokens),
        }
    }
}
