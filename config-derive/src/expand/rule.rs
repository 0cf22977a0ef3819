//! Validators of fields and rules across them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::at;
use crate::model::Rule;

/// The rules of a leaf. They see what an `Option` holds, where it holds something.
pub(super) fn of_leaf(ty: &Type, rules: &[Rule]) -> TokenStream {
    let rules = rules.iter().map(|rule| {
        let span = at(&rule.expr);
        let value = Ident::new("__value", span);
        let verdict = verdict(rule, &value);
        quote_spanned! {span=>
            &|#value: &#ty| match (__tactful::Probe::<#ty>::INNER)(#value) {
                ::core::option::Option::Some(#value) => #verdict,
                ::core::option::Option::None => ::core::result::Result::Ok(()),
            }
        }
    });
    quote!(&[#(#rules),*])
}

/// The rules across the fields of a struct.
pub(super) fn across(rules: &[Rule]) -> TokenStream {
    let rules = rules.iter().map(|rule| {
        let span = at(&rule.expr);
        let value = Ident::new("__value", span);
        let verdict = verdict(rule, &value);
        quote_spanned!(span=> &|#value: &Self| #verdict)
    });
    quote!(&[#(#rules),*])
}

/// A closure takes the type of its parameter from what it is passed to. Anything else is called, so that a function of
/// `&str` is a rule of a `String`, as it would be anywhere.
fn verdict(rule: &Rule, value: &Ident) -> TokenStream {
    let expr = &rule.expr;
    let span = Span::mixed_site().located_at(value.span());
    if rule.closure {
        quote_spanned!(span=> __tactful::obeys(#value, #expr))
    } else {
        quote_spanned!(span=> __tactful::verdict((#expr)(#value)))
    }
}
