//! Enums that are one value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::item::unraw;
use crate::model::{Model, UnitVariant};

pub(super) fn leaf(model: &Model, variants: &[UnitVariant]) -> TokenStream {
    let ident = &model.ident;
    let name = unraw(ident);
    let (_, ty_generics, clause) = model.generics.split_for_impl();
    let (impl_generics, ..) = model.generics.split_for_impl();
    let texts = variants.iter().map(|variant| &variant.text);
    let deserializer = Ident::new("__deserializer", Span::mixed_site());
    let arms = variants.iter().enumerate().map(|(number, variant)| {
        let ident = &variant.ident;
        // The last one stands for all: the number is one of them.
        let number = if number + 1 == variants.len() { quote!(_) } else { quote!(#number) };
        quote!(#number => Self::#ident,)
    });
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl<'de> __tactful::serde::Deserialize<'de> for #ident #ty_generics #clause {
            fn deserialize<__D: __tactful::serde::Deserializer<'de>>(
                #deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::core::result::Result::Ok(
                    match __tactful::unit_variant(#deserializer, #name, &[#(#texts),*])? {
                        #(#arms)*
                    },
                )
            }
        }
        #[automatically_derived]
        impl #impl_generics __tactful::Plain for #ident #ty_generics #clause {}
    }
}
