//! Doc comments as text.

use proc_macro2::TokenTree;
use syn::{Attribute, LitStr, Meta};

/// The text of all doc comments, without the indentation that they share.
///
/// What a macro computes (`#[doc = include_str!(..)]`) cannot be seen here and is left out.
pub(crate) fn text(attrs: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attr in attrs {
        if let Some(text) = literal(attr) {
            // A block comment is one attribute of many lines, which may begin with a star each.
            let line: fn(&str) -> &str = if text.contains('\n') { unstarred } else { |line| line };
            lines.extend(text.split('\n').map(line).map(str::to_owned));
        }
    }
    outdented(&lines)
}

fn literal(attr: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attr.meta else { return None };
    if !meta.path.is_ident("doc") {
        return None;
    }
    let mut tokens = quote::ToTokens::to_token_stream(&meta.value).into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(literal)), None) => {
            syn::parse_str::<LitStr>(&literal.to_string()).ok().map(|text| text.value())
        }
        _ => None,
    }
}

fn outdented(lines: &[String]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let shared = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    let text: Vec<&str> = lines.iter().map(|line| line.get(shared..).unwrap_or_default()).collect();
    text.join("\n").trim().to_owned()
}

/// A line of a block comment without the star that begins it.
fn unstarred(line: &str) -> &str {
    match line.trim_start().strip_prefix('*') {
        Some(rest) if rest.is_empty() || rest.starts_with(' ') => rest,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_is_shared() {
        let cases: &[(&[&str], &str)] = &[
            (&[], ""),
            (&[" Public address of the site."], "Public address of the site."),
            (&[" One", "   - two", "", " three "], "One\n  - two\n\nthree"),
            (&[" * one", " * two"], "* one\n* two"),
        ];
        for (lines, expected) in cases {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            assert_eq!(outdented(&lines), *expected);
        }
    }

    #[test]
    fn stars_of_block_comments() {
        for (line, expected) in [(" * One", " One"), (" *", ""), (" **bold**", " **bold**"), ("plain", "plain")] {
            assert_eq!(unstarred(line), expected);
        }
    }
}
