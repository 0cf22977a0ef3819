//! What is emitted beside errors, so that the compiler adds none of its own about traits that are not implemented.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use crate::expand;

pub(crate) fn expand(input: &DeriveInput, private: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    let name = ident.to_string();
    if is_unit_enum(&input.data) && input.generics.params.is_empty() {
        return expand::block(
            private,
            &quote! {
                impl<'de> __tactful::serde::Deserialize<'de> for #ident {
                    fn deserialize<__D: __tactful::serde::Deserializer<'de>>(
                        _: __D,
                    ) -> ::core::result::Result<Self, __D::Error> {
                        ::core::unimplemented!()
                    }
                }
                impl __tactful::Plain for #ident {}
            },
        );
    }
    expand::block(
        private,
        &quote! {
            impl #impl_generics __tactful::Bind for #ident #ty_generics #clause {
                const SCHEMA: &'static __tactful::Schema = &__tactful::Schema::new(#name, &[]);
                fn bind(_: &mut __tactful::Binder<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
            }
            impl #impl_generics __tactful::GroupType for #ident #ty_generics #clause {
                const SCHEMA: &'static __tactful::Schema = <Self as __tactful::Bind>::SCHEMA;
                const SHAPE: __tactful::Shape = __tactful::Shape::One;
                fn bind_group(_: &mut __tactful::Binder<'_>) -> ::core::option::Option<Self> {
                    ::core::option::Option::None
                }
            }
        },
    )
}

fn is_unit_enum(data: &Data) -> bool {
    let Data::Enum(data) = data else { return false };
    !data.variants.is_empty() && data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit))
}
