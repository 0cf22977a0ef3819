//! The const table.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{at, reader};
use crate::literal::{Literal, Value};
use crate::model::{AliasName, Body, Defaults, Group, How, Leaf, Secrecy, Slot, SlotKind, Tag, VariantFields};
use crate::text;

pub(super) fn schema(group: &Group) -> TokenStream {
    let name = &group.name;
    let tag = match &group.body {
        Body::Struct(_) => None,
        Body::Enum { tag, .. } => Some(self::tag(tag, name)),
    };
    let fields = tag.into_iter().chain(group.body.slots().map(field));
    let options = options(group);
    let variants = variants(&group.body);
    quote! {
        &__tactful::Schema::new(#name, &[#(#fields,)*])
            #variants
            #options
            .facts(__tactful::facts(
                ::core::option_env!("CARGO_PKG_NAME"),
                ::core::cfg!(debug_assertions),
                ::core::cfg!(test),
            ))
    }
}

fn options(group: &Group) -> TokenStream {
    let options = &group.options;
    let mut calls = TokenStream::new();
    let mut call = |method: &str, arguments: TokenStream| {
        let method = Ident::new(method, proc_macro2::Span::mixed_site());
        calls.extend(quote!(.#method(#arguments)));
    };
    if !options.doc.is_empty() {
        call("doc", options.doc.to_token_stream());
    }
    let texts = [
        ("prefix", &options.prefix),
        ("profile_env", &options.profile_env),
        ("file", &options.file),
        ("control_prefix", &options.control_prefix),
    ];
    for (method, text) in texts {
        if let Some(text) = text {
            call(method, quote!(#text));
        }
    }
    if !options.profiles.is_empty() {
        call("profiles", list(&options.profiles));
    }
    if let Some(relaxed) = &options.relaxed {
        call("relaxed", list(relaxed));
    }
    if !options.ignore.is_empty() {
        call("ignore", list(&options.ignore));
    }
    if options.deny_unknown {
        call("deny_unknown", TokenStream::new());
    }
    calls
}

fn list(texts: &[String]) -> TokenStream {
    quote!(&[#(#texts),*])
}

/// The tag of an enum: text that is one of the variants, which `variant` reads by itself.
fn tag(tag: &Tag, name: &str) -> TokenStream {
    let (key, env_part) = (&tag.key, &tag.env_part);
    let default = tag
        .default
        .as_ref()
        .map(|text| quote!(.default(__tactful::DefaultValue::Literal(__tactful::Literal::Text(#text)))));
    quote!(__tactful::Field::leaf(#key, #env_part, #name, __tactful::tag_leaf())#default)
}

/// Where the fields of each variant stand in the table; the tag is field 0.
fn variants(body: &Body) -> Option<TokenStream> {
    let Body::Enum { variants, .. } = body else { return None };
    let mut first = 1u32;
    let variants = variants.iter().map(|variant| {
        let count = count(&variant.fields);
        let (text, doc) = (&variant.text, &variant.doc);
        let tokens = quote!(__tactful::Variant::new(#text, #doc, #first, #count));
        first += count;
        tokens
    });
    let variants: Vec<TokenStream> = variants.collect();
    Some(quote!(.variants(&[#(#variants),*])))
}

pub(super) fn count(fields: &VariantFields) -> u32 {
    u32::try_from(fields.slots().count()).unwrap_or(u32::MAX)
}

fn field(slot: &Slot) -> TokenStream {
    let (key, env_part) = (&slot.names.key, &slot.names.env_part);
    let type_name = text::of_type(slot.ty.to_token_stream());
    let mut field = match &slot.kind {
        SlotKind::Leaf(leaf) => {
            let leaf = self::leaf(slot, leaf);
            quote!(__tactful::Field::leaf(#key, #env_part, #type_name, #leaf))
        }
        SlotKind::Group { flatten } => {
            let ty = &slot.ty;
            let span = at(ty);
            quote_spanned! {span=>
                __tactful::Field::group(#key, #env_part, #type_name, __tactful::grouped::<#ty>().of(#flatten))
            }
        }
    };
    if let Some(env) = &slot.names.env {
        field.extend(quote!(.env(#env)));
    }
    if !slot.names.aliases.is_empty() {
        let aliases = slot.names.aliases.iter().map(|alias| {
            let deprecated = alias.deprecated;
            match &alias.name {
                AliasName::Key { key, env_part } => quote!(__tactful::Alias::key(#key, #env_part, #deprecated)),
                AliasName::Env(name) => quote!(__tactful::Alias::env(#name, #deprecated)),
            }
        });
        field.extend(quote!(.aliases(&[#(#aliases),*])));
    }
    if !slot.doc.is_empty() {
        let doc = &slot.doc;
        field.extend(quote!(.doc(#doc)));
    }
    if !slot.required_in.is_empty() {
        let profiles = list(&slot.required_in);
        field.extend(quote!(.required_in(#profiles)));
    }
    if let SlotKind::Leaf(leaf) = &slot.kind {
        field.extend(of_leaf(leaf));
    }
    field
}

/// What a field says that only leaves say.
fn of_leaf(leaf: &Leaf) -> TokenStream {
    let mut calls = TokenStream::new();
    if let Some(example) = &leaf.example {
        calls.extend(quote!(.example(#example)));
    }
    if !leaf.rules.is_empty() {
        let rules: Vec<String> = leaf.rules.iter().map(|rule| text::of_expr(rule.expr.clone())).collect();
        let rules = rules.join(", ");
        calls.extend(quote!(.constraint(#rules)));
    }
    let default = match &leaf.default {
        Defaults::None => return calls,
        Defaults::One(value) => self::value(value),
        Defaults::PerProfile(arms) => {
            let arms = arms.iter().map(|(profile, value)| {
                let value = self::value(value);
                quote!(__tactful::Arm::new(#profile, #value))
            });
            quote!(__tactful::DefaultValue::PerProfile(&[#(#arms),*]))
        }
    };
    calls.extend(quote!(.default(#default)));
    calls
}

fn value(value: &Value) -> TokenStream {
    match value {
        Value::Literal(literal) => {
            let literal = self::literal(literal);
            quote!(__tactful::DefaultValue::Literal(#literal))
        }
        Value::Expr(expr) => {
            let source = text::of_expr(expr.clone());
            quote!(__tactful::DefaultValue::Typed(#source))
        }
        Value::Trait => quote!(__tactful::DefaultValue::Typed("Default::default()")),
    }
}

fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::Text(text) => quote!(__tactful::Literal::Text(#text)),
        Literal::Number(digits) => quote!(__tactful::Literal::Number(#digits)),
        Literal::Bool(value) => quote!(__tactful::Literal::Bool(#value)),
        Literal::List(items) => {
            let items = items.iter().map(self::literal);
            quote!(__tactful::Literal::List(&[#(#items),*]))
        }
    }
}

fn leaf(slot: &Slot, leaf: &Leaf) -> TokenStream {
    let ty = &slot.ty;
    let reader = reader(ty, &leaf.how);
    let probe = quote!(__tactful::Probe::<#ty>);
    let secrecy = match leaf.secrecy {
        Secrecy::OfType => quote!(__tactful::Secrecy::of(#probe::SECRET, #probe::PLAIN, false, false)),
        // `|` and not `||`: a branch would end const promotion.
        Secrecy::OfParameter => quote! {
            __tactful::Secrecy::of(#probe::SECRET | !#probe::PLAIN, #probe::PLAIN, false, false)
        },
        Secrecy::Secret => quote!(__tactful::Secrecy::Secret),
        Secrecy::Public => quote!(__tactful::Secrecy::Plain),
    };
    // What reads the text by itself is given all of it, and no entries one by one.
    let map = match &leaf.how {
        How::Cast | How::Encoded => quote!(#probe::MAP),
        How::FromStr | How::With(_) => quote!(false),
    };
    let mut tokens = quote!(__tactful::leaf_of(#reader, #secrecy, #map));
    // What is written otherwise than its type reads it, its type cannot show.
    if matches!(leaf.how, How::Cast | How::FromStr) && leaf.secrecy != Secrecy::Secret {
        tokens.extend(quote!(.redact(#probe::REDACT)));
    }
    for (method, set) in [("no_reference", leaf.no_reference), ("allow_empty", leaf.allow_empty)] {
        if set {
            let method = format_ident!("{method}");
            tokens.extend(quote!(.#method()));
        }
    }
    for (method, text) in [("separator", &leaf.separator), ("unit", &leaf.unit)] {
        if let Some(text) = text {
            let method = format_ident!("{method}");
            tokens.extend(quote!(.#method(#text)));
        }
    }
    if let Some(encoding) = leaf.encoding {
        let encoding = format_ident!("{encoding}");
        tokens.extend(quote!(.encoding(__tactful::Encoding::#encoding)));
    }
    tokens
}
