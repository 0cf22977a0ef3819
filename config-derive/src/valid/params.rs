//! Which types speak of the parameters of what is derived for.

use std::collections::HashSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics, Type};

use crate::runs;

/// The generic parameters.
#[derive(Clone, Default)]
pub(crate) struct Params {
    /// Types and constants.
    types: HashSet<String>,
    lifetimes: HashSet<String>,
}

impl Params {
    pub(crate) fn of(generics: &Generics) -> Self {
        let mut params = Self::default();
        for param in &generics.params {
            match param {
                GenericParam::Type(param) => params.types.insert(param.ident.to_string()),
                GenericParam::Const(param) => params.types.insert(param.ident.to_string()),
                GenericParam::Lifetime(param) => params.lifetimes.insert(param.lifetime.ident.to_string()),
            };
        }
        params
    }

    /// Whether there are any but lifetimes.
    pub(crate) fn any(&self) -> bool {
        !self.types.is_empty()
    }

    /// Whether a type speaks of a type or constant parameter.
    pub(crate) fn in_type(&self, ty: &Type) -> bool {
        self.any() && mentions(ty.to_token_stream(), &|ident| self.types.contains(&ident.to_string()))
    }

    /// Whether a type is a parameter and nothing else.
    pub(crate) fn is_param(&self, ty: &Type) -> bool {
        let mut tokens = runs::flat(&ty.to_token_stream()).into_iter();
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(ident)), None) => self.types.contains(&ident.to_string()),
            _ => false,
        }
    }

    /// The type outside the impl, with `'static` for every lifetime parameter; nothing where it cannot be written.
    pub(crate) fn outside(&self, ty: &Type) -> Option<Type> {
        let tokens = ty.to_token_stream();
        if self.in_type(ty) || mentions(tokens.clone(), &|ident| *ident == "Self") {
            return None;
        }
        if self.lifetimes.is_empty() {
            return Some(ty.clone());
        }
        syn::parse2(self.with_static(tokens)).ok()
    }

    fn with_static(&self, tokens: TokenStream) -> TokenStream {
        let mut after_quote = false;
        let replace = |token: TokenTree| {
            let quoted = after_quote;
            after_quote = runs::is_punct(&token, '\'');
            match token {
                TokenTree::Ident(ident) if quoted && self.lifetimes.contains(&ident.to_string()) => {
                    TokenTree::Ident(Ident::new("static", Span::call_site()))
                }
                TokenTree::Group(group) => {
                    let mut replaced = Group::new(group.delimiter(), self.with_static(group.stream()));
                    replaced.set_span(group.span());
                    TokenTree::Group(replaced)
                }
                other => other,
            }
        };
        tokens.into_iter().map(replace).collect()
    }
}

fn mentions(tokens: TokenStream, wanted: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => wanted(&ident),
        TokenTree::Group(group) => mentions(group.stream(), wanted),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_in_types() {
        let params = Params {
            types: HashSet::from(["T".to_owned(), "N".to_owned()]),
            lifetimes: HashSet::from(["a".to_owned()]),
        };
        let cases = [
            ("T", true, None),
            ("T::Member", true, None),
            ("Option<Vec<T>>", true, None),
            ("[u8; N]", true, None),
            ("Vec<u8>", false, Some("Vec < u8 >")),
            ("Cow<'a, str>", false, Some("Cow < 'static , str >")),
            ("Cow<'b, str>", false, Some("Cow < 'b , str >")),
            ("&'a (u8, &'a str)", false, Some("& 'static (u8 , & 'static str)")),
            ("Vec<Self>", false, None),
        ];
        for (text, in_type, outside) in cases {
            let Ok(ty) = syn::parse_str::<Type>(text) else { panic!("{text}") };
            assert_eq!(params.in_type(&ty), in_type, "{text}");
            assert_eq!(params.is_param(&ty), text == "T", "{text}");
            let found = params.outside(&ty).map(|ty| ty.to_token_stream().to_string().replace("' ", "'"));
            assert_eq!(found.as_deref(), outside, "{text}");
        }
    }
}
