//! `#[derive(Settings)]` for [Tactful](https://docs.rs/tactful).

mod attr;
mod case;
mod ctxt;
mod doc;
mod item;
mod literal;
mod runs;
mod suggest;
mod symbol;
mod text;

use proc_macro::TokenStream;

/// Makes a struct or enum settings.
#[proc_macro_derive(Settings, attributes(settings))]
pub fn derive_settings(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
