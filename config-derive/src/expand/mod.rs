//! From the model to code: a const table and one call per field, so that logic lives where it is compiled once.

mod bind;
mod claims;
mod enums;
mod rule;
mod schema;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::model::{Bound, Group, How, Kind, Model};

/// The code of a model.
pub(crate) fn expand(model: &Model) -> TokenStream {
    let code = match &model.kind {
        Kind::Group(group) => self::group(model, group),
        Kind::UnitEnum(variants) => enums::leaf(model, variants),
    };
    block(&model.private, &code)
}

/// Code in a scope of its own, where `__tactful` is what it calls.
pub(crate) fn block(private: &TokenStream, code: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        const _: () = {
            use #private as __tactful;
            #[allow(unused_imports)]
            use __tactful::Unknown as _;
            #code
        };
    }
}

fn group(model: &Model, group: &Group) -> TokenStream {
    let ident = &model.ident;
    let (impl_generics, ty_generics, _) = model.generics.split_for_impl();
    let clause = where_clause(model, group);
    let schema = schema::schema(group);
    let bind = bind::bind(group);
    let claims = claims::outside(model, group);
    let keys = keys(model);
    quote! {
        #claims
        #[automatically_derived]
        #[allow(deprecated, clippy::result_large_err)]
        impl #impl_generics __tactful::Bind for #ident #ty_generics #clause {
            const SCHEMA: &'static __tactful::Schema = #schema;
            #keys
            #bind
        }
        #[automatically_derived]
        impl #impl_generics __tactful::GroupType for #ident #ty_generics #clause {
            const SCHEMA: &'static __tactful::Schema = <Self as __tactful::Bind>::SCHEMA;
            const SHAPE: __tactful::Shape = __tactful::Shape::One;
            fn bind_group(__binder: &mut __tactful::Binder<'_>) -> ::core::option::Option<Self> {
                <Self as __tactful::Bind>::bind(__binder)
            }
        }
    }
}

/// The keys laid flat by the compiler, which must know the schema for that.
fn keys(model: &Model) -> TokenStream {
    if !model.generics.params.is_empty() {
        return TokenStream::new();
    }
    let ident = &model.ident;
    quote! {
        const KEYS: ::core::option::Option<&'static __tactful::Keys> = {
            const SCHEMA: &__tactful::Schema = <#ident as __tactful::Bind>::SCHEMA;
            static LAYOUT: __tactful::Layout<
                { __tactful::room_for_keys(SCHEMA).0 },
                { __tactful::room_for_keys(SCHEMA).1 },
                { __tactful::room_for_keys(SCHEMA).2 },
            > = __tactful::Layout::of(SCHEMA);
            static KEYS: __tactful::Keys = LAYOUT.keys();
            ::core::option::Option::Some(&KEYS)
        };
    }
}

/// The user's bounds and those that the types of fields need.
fn where_clause(model: &Model, group: &Group) -> TokenStream {
    let own = model.generics.where_clause.iter().flat_map(|clause| &clause.predicates).map(ToTokens::to_token_stream);
    let needed = group.bounds.iter().map(|bound| match bound {
        Bound::Leaf(ty) => quote!(#ty: __tactful::serde::de::DeserializeOwned),
        Bound::FromStr(ty) => {
            quote!(#ty: ::core::str::FromStr, <#ty as ::core::str::FromStr>::Err: ::core::fmt::Display)
        }
        Bound::Group(ty) => quote!(#ty: __tactful::GroupType),
        Bound::Default(ty) => quote!(#ty: ::core::default::Default),
    });
    let predicates: Vec<TokenStream> = own.chain(needed).collect();
    if predicates.is_empty() { TokenStream::new() } else { quote!(where #(#predicates),*) }
}

/// The functions that read a leaf. The same code at the same place wherever it is needed, so that the compiler tells
/// once of a type that cannot be read.
fn reader(ty: &Type, how: &How) -> TokenStream {
    let span = at(ty);
    let probed = match how {
        How::Cast => quote_spanned!(span=> HOW),
        How::Encoded => quote_spanned!(span=> HOW_ENCODED),
        How::FromStr => quote_spanned!(span=> HOW_PARSED),
        How::With(with) => return read_with(ty, with),
    };
    quote_spanned!(span=> __tactful::reader::<#ty, _>(__tactful::Probe::<#ty>::#probed))
}

fn read_with(ty: &Type, with: &TokenStream) -> TokenStream {
    let span = at(with);
    quote_spanned! {span=>
        __tactful::Reader::<#ty>::with(
            |__raw, __field| __tactful::read_with(__raw, __field, __tactful::Probe::<#ty>::WRAP, #with),
            |__raw, __field| __tactful::check_with(__raw, __field, #with),
            __tactful::Probe::<#ty>::ABSENT,
            __tactful::Probe::<#ty>::OPTION,
        )
    }
}

/// The place of the user's tokens; names of locals are ours.
fn at(tokens: &dyn ToTokens) -> Span {
    Span::mixed_site().located_at(tokens.to_token_stream().span())
}
