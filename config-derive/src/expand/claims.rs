//! What the compiler is asked of types and names: errors that no single struct's text can show.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, Type};

use crate::model::{About, Claim, Group, Model};

/// Claims of types that can be written outside the impl: `cargo check` tells of them.
pub(super) fn outside(model: &Model, group: &Group) -> TokenStream {
    let claims = claims(group).filter_map(|(_, claim)| {
        let claim_of = claim_of(claim.outside.as_ref()?, claim);
        Some(quote!(const _: () = #claim_of;))
    });
    let names = group.check_names.then(|| names(model));
    let defaults = group.check_defaults.then(|| defaults(model));
    quote!(#(#claims)* #names #defaults)
}

/// Claims of types that name parameters: told where the struct is used.
pub(super) fn inside(group: &Group) -> TokenStream {
    let inside = claims(group).filter(|(_, claim)| claim.outside.is_none());
    inside
        .map(|(ty, claim)| {
            let claim_of = claim_of(ty, claim);
            quote!(const { #claim_of };)
        })
        .collect()
}

fn claims(group: &Group) -> impl Iterator<Item = (&Type, &Claim)> {
    group.body.slots().flat_map(|slot| slot.claims.iter().map(|claim| (&slot.ty, claim)))
}

fn claim_of(ty: &Type, claim: &Claim) -> TokenStream {
    let span = proc_macro2::Span::mixed_site().located_at(claim.span);
    let probe = quote_spanned!(span=> __tactful::Probe::<#ty>);
    // A type that nothing is known of is let be.
    let unknown = quote_spanned!(span=> !(#probe::PLAIN | #probe::SECRET));
    let holds = match claim.about {
        About::NoText => quote_spanned!(span=> !#probe::TEXT),
        About::NoSecret => quote_spanned!(span=> !#probe::SECRET),
        About::KnownPlain => quote_spanned!(span=> #probe::PLAIN),
        About::MayBeAbsent => quote_spanned!(span=> #unknown | #probe::OPTION),
        About::MayBeDuration => quote_spanned!(span=> #unknown | #probe::DURATION),
        About::MayBeList => quote_spanned!(span=> #unknown | #probe::LIST),
        About::MayBeEncoded => quote_spanned!(span=> !#probe::PLAIN | #probe::TEXT),
        About::GroupMayBeAbsent => quote_spanned!(span=> !__tactful::grouped::<#ty>().is_one()),
        About::Single => quote_spanned!(span=> __tactful::grouped::<#ty>().is_single()),
    };
    let message = &claim.message;
    quote_spanned!(span=> __tactful::claim(#holds, #message))
}

/// The schema of a struct without parameters but lifetimes.
fn schema(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let lifetimes = model.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => Some(quote!('static)),
        GenericParam::Type(_) | GenericParam::Const(_) => None,
    });
    let lifetimes: Vec<TokenStream> = lifetimes.collect();
    quote!(<#ident<#(#lifetimes),*> as __tactful::Bind>::SCHEMA)
}

/// Names below a struct that is whole by itself.
fn names(model: &Model) -> TokenStream {
    let schema = schema(model);
    // Long for the lint, which looks for loops without end: thousands of fields are hashed letter by letter.
    quote! {
        #[allow(long_running_const_eval)]
        const _: () = __tactful::check_names::<{ __tactful::room_for_names(#schema) }>(#schema);
    }
}

/// Defaults of secrets below a struct that says which profiles are relaxed.
fn defaults(model: &Model) -> TokenStream {
    let schema = schema(model);
    quote! {
        #[allow(long_running_const_eval)]
        const _: () = __tactful::check_defaults(#schema);
    }
}
