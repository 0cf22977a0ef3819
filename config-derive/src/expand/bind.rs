//! The function that binds: every field first, so that every problem is told, and then the struct of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;

use super::schema::count;
use super::{at, claims, reader, rule};
use crate::literal::Value;
use crate::model::{Body, Defaults, Field, Group, Leaf, Slot, SlotKind, Variant, VariantFields};

pub(super) fn bind(group: &Group) -> TokenStream {
    let binder = binder();
    let claims = claims::inside(group);
    let (locals, value) = match &group.body {
        Body::Struct(fields) => {
            let (locals, members) = self::fields(fields, 0);
            (locals, quote!(::core::option::Option::Some(Self { #members })))
        }
        Body::Enum { variants, .. } => (TokenStream::new(), self::variants(variants)),
    };
    let end = if group.rules.is_empty() {
        value
    } else {
        let rules = rule::across(&group.rules);
        let whole = Ident::new("__whole", Span::mixed_site());
        quote!(let #whole = #value?; __tactful::rules(#binder, #whole, #rules))
    };
    // A struct without fields has nothing to ask its binder for.
    let unused = match &group.body {
        Body::Struct(fields) if fields.iter().all(|field| field.slot.is_err()) && group.rules.is_empty() => {
            Some(quote!(let _ = #binder;))
        }
        _ => None,
    };
    quote! {
        fn bind(#binder: &mut __tactful::Binder<'_>) -> ::core::option::Option<Self> {
            #claims
            #unused
            #locals
            #end
        }
    }
}

fn binder() -> Ident {
    Ident::new("__binder", Span::mixed_site())
}

/// The locals of fields whose first has the index `first`, and the members of the literal.
fn fields(fields: &[Field], first: u32) -> (TokenStream, TokenStream) {
    let mut locals = TokenStream::new();
    let mut members = TokenStream::new();
    let mut names = Vec::new();
    let mut index = first;
    for field in fields {
        let member = &field.member;
        match &field.slot {
            Ok(slot) => {
                let local = format_ident!("__field_{index}", span = Span::mixed_site());
                let value = self::slot(slot, index);
                locals.extend(quote!(let #local = #value;));
                members.extend(quote!(#member: #local,));
                names.push(local);
                index += 1;
            }
            Err(ty) => {
                let value = default_of(ty);
                members.extend(quote!(#member: #value,));
            }
        }
    }
    if !names.is_empty() {
        // One way out for all: a `?` per field would drop what came before it in as many ways as there are fields.
        locals.extend(quote! {
            let (#(::core::option::Option::Some(#names),)*) = (#(#names,)*) else {
                return ::core::option::Option::None;
            };
        });
    }
    (locals, members)
}

fn default_of(ty: &Type) -> TokenStream {
    quote_spanned!(at(ty)=> <#ty as ::core::default::Default>::default())
}

fn variants(variants: &[Variant]) -> TokenStream {
    let binder = binder();
    let mut first = 1;
    let arms = (0u32..).zip(variants).map(|(number, variant)| {
        let ident = &variant.ident;
        let body = match &variant.fields {
            VariantFields::Unit => quote!(::core::option::Option::Some(Self::#ident)),
            VariantFields::Named(fields) => {
                let (locals, members) = self::fields(fields, first);
                quote!({ #locals ::core::option::Option::Some(Self::#ident { #members }) })
            }
            VariantFields::Newtype(slot) => {
                let value = self::slot(slot, first);
                quote!(::core::option::Option::Some(Self::#ident(#value?)))
            }
        };
        first += count(&variant.fields);
        quote!(#number => #body,)
    });
    let arms: TokenStream = arms.collect();
    quote! {
        match __tactful::variant(#binder)? {
            #arms
            _ => ::core::option::Option::None,
        }
    }
}

fn slot(slot: &Slot, index: u32) -> TokenStream {
    let binder = binder();
    let ty = &slot.ty;
    match &slot.kind {
        SlotKind::Group { .. } => {
            let span = at(ty);
            quote_spanned!(span=> __tactful::grouped::<#ty>().bind(#binder, #index))
        }
        SlotKind::Leaf(leaf) => {
            let reader = reader(ty, &leaf.how);
            let typed = typed(ty, leaf);
            if typed.is_none() && leaf.rules.is_empty() {
                return quote!(__tactful::plain_leaf(#binder, #index, #reader));
            }
            let typed = typed.unwrap_or_else(|| quote!(::core::option::Option::None));
            let rules = rule::of_leaf(ty, &leaf.rules);
            quote!(__tactful::full_leaf(#binder, #index, #reader, #typed, #rules))
        }
    }
}

/// The function that evaluates defaults that are expressions, by the number of the arm.
fn typed(ty: &Type, leaf: &Leaf) -> Option<TokenStream> {
    let evaluated = |value: &Value| match value {
        Value::Literal(_) => None,
        Value::Expr(expr) => {
            let span = at(expr);
            Some(quote_spanned!(span=> (__tactful::Probe::<#ty>::WRAP)(#expr)))
        }
        Value::Trait => Some(default_of(ty)),
    };
    let some = |value: TokenStream| quote!(::core::option::Option::Some(#value));
    match &leaf.default {
        Defaults::None => None,
        Defaults::One(value) => {
            let value = some(evaluated(value)?);
            Some(quote!(::core::option::Option::Some(&|_| #value)))
        }
        Defaults::PerProfile(arms) => {
            let arms: Vec<TokenStream> = (0usize..)
                .zip(arms)
                .filter_map(|(number, (_, value))| {
                    let value = some(evaluated(value)?);
                    Some(quote!(#number => #value,))
                })
                .collect();
            let arm = Ident::new("__arm", Span::mixed_site());
            (!arms.is_empty()).then(|| {
                quote! {
                    ::core::option::Option::Some(&|#arm| match #arm {
                        #(#arms)*
                        _ => ::core::option::Option::None,
                    })
                }
            })
        }
    }
}
