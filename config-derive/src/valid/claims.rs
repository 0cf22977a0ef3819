//! What must hold for the type of a leaf: traits tell, so that the compiler is asked and not the spelling.

use proc_macro2::Span;
use syn::spanned::Spanned;

use super::{Surroundings, defaults};
use crate::ast::Field;
use crate::model::{About, Claim, Names, Secrecy};
use crate::text;
use crate::words;

/// What holds for a group whose fields stand beside others.
pub(super) fn of_flat(around: &Surroundings, ty: &syn::Type) -> Vec<Claim> {
    let name = text::of_type(quote::ToTokens::to_token_stream(ty));
    let message =
        format!("a `{name}` cannot be flattened, because its entries need a key of their own: write `nested`");
    vec![Claim { about: About::Single, message, span: ty.span(), outside: around.params.outside(ty) }]
}

/// What holds for a group that some profiles require.
pub(super) fn of_required(around: &Surroundings, field: &Field, name: &str) -> Vec<Claim> {
    let Some(required) = &field.attrs.required_in else { return Vec::new() };
    let message = required_anyway(name, &text::of_type(quote::ToTokens::to_token_stream(&field.ty)));
    let outside = around.params.outside(&field.ty);
    vec![Claim { about: About::GroupMayBeAbsent, message, span: required.tokens.span(), outside }]
}

fn required_anyway(name: &str, ty: &str) -> String {
    format!("`{name}: {ty}` is required in every profile: `required_in` is for an `Option`")
}

pub(super) fn of(around: &Surroundings, field: &Field, secrecy: Secrecy, name: &str, names: &Names) -> Vec<Claim> {
    let outside = around.params.outside(&field.ty);
    let mut claims = Vec::new();
    let mut claim = |about: About, span: Span, message: String| {
        claims.push(Claim { about, message, span, outside: outside.clone() });
    };
    let ty = text::of_type(quote::ToTokens::to_token_stream(&field.ty));
    let attrs = &field.attrs;
    if matches!(secrecy, Secrecy::OfType | Secrecy::OfParameter) {
        if let Some((called, word)) = secret_name(name, names) {
            claim(
                About::NoText,
                field.span(),
                format!(
                    "`{called}` says `{word}`, and a `{ty}` prints what it holds: make it a `SecretString` \
                 (bytes: `SecretSlice<u8>`), or write `#[settings(public)]` if it may be seen"
                ),
            );
        }
        if let Some(default) = &attrs.default {
            let about = if secrecy == Secrecy::OfType { About::NoSecret } else { About::KnownPlain };
            for tokens in defaults::hardened(around, default) {
                let message = format!("`{name}: {ty}`: {}", defaults::SECRET_DEFAULT);
                claim(about, tokens.span(), message);
            }
        }
    }
    if let Some(required) = &attrs.required_in {
        claim(About::MayBeAbsent, required.tokens.span(), required_anyway(name, &ty));
    }
    if let Some(unit) = &attrs.unit {
        claim(About::MayBeDuration, unit.tokens.span(), format!("`unit` is of durations, and `{name}` is a `{ty}`"));
    }
    if let Some(separator) = &attrs.separator {
        claim(
            About::MayBeList,
            separator.tokens.span(),
            format!("`separator` is of lists and maps, and `{name}` is a `{ty}`"),
        );
    }
    // What `with` and `from_str` make of the decoded text is theirs.
    let by_type = attrs.with.is_none() && attrs.from_str.is_none();
    if let Some(encoding) = attrs.encoding.as_ref().filter(|_| by_type) {
        claim(
            About::MayBeEncoded,
            encoding.tokens.span(),
            format!("`encoding` is of text and bytes, and `{name}` is a `{ty}`"),
        );
    }
    claims
}

/// The first of a field's names that says secret, and the word that does.
fn secret_name<'a>(name: &'a str, names: &'a Names) -> Option<(&'a str, String)> {
    let called = [Some(names.key.as_str()), names.env.as_deref(), Some(name)];
    called.into_iter().flatten().find_map(|called| Some((called, words::secret_words(called)?)))
}
