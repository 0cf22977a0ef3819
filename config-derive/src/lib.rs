//! `#[derive(Settings)]` for [Tactful](https://docs.rs/tactful).
//!
//! Parse → validate → model → expand, each with types of its own, and only the last step writes code. The `tactful`
//! crate re-exports the derive and documents its attributes.

mod ast;
mod attr;
mod case;
mod ctxt;
mod doc;
mod expand;
mod fallback;
mod item;
mod literal;
mod model;
mod runs;
mod suggest;
mod symbol;
mod text;
mod valid;
mod words;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::ast::Container;
use crate::ctxt::Ctxt;

#[doc = include_str!("settings.md")]
#[proc_macro_derive(Settings, attributes(settings))]
pub fn derive_settings(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = match syn::parse::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error().into(),
    };
    derive(&input).into()
}

fn derive(input: &DeriveInput) -> TokenStream {
    let ctxt = Ctxt::default();
    let container = Container::parse(&ctxt, input);
    let private = valid::private(&container.attrs);
    let model = valid::model(&ctxt, container);
    match (ctxt.finish(), model) {
        (Ok(()), Some(model)) => expand::expand(&model),
        (Ok(()), None) => fallback::expand(input, &private),
        (Err(errors), _) => {
            let mut tokens = errors.into_compile_error();
            tokens.extend(fallback::expand(input, &private));
            tokens
        }
    }
}
