//! Defaults: which expressions are literals, that any layer could have written as text.

use proc_macro2::TokenStream;
use syn::Lit;

use crate::item::bracketed;
use crate::runs::{self, is_punct};

/// The expression of a default.
pub(crate) enum Value {
    /// Cast as the text of a layer would be.
    Literal(Literal),
    /// A value of the field's type.
    Expr(TokenStream),
    /// `Default::default()`
    Trait,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    Text(String),
    /// As written, without type suffix.
    Number(String),
    Bool(bool),
    List(Vec<Literal>),
}

pub(crate) fn value(run: TokenStream) -> Value {
    match literal(&run) {
        Some(literal) => Value::Literal(literal),
        None => Value::Expr(run),
    }
}

fn literal(run: &TokenStream) -> Option<Literal> {
    if let Some(items) = bracketed(run) {
        let mut tokens = items.into_iter().peekable();
        let mut list = Vec::new();
        while tokens.peek().is_some() {
            list.push(literal(&runs::take(&mut tokens))?);
            tokens.next();
        }
        return Some(Literal::List(list));
    }
    let run = runs::flat(run);
    let mut tokens = run.clone().into_iter();
    if tokens.next().is_some_and(|token| is_punct(&token, '-')) {
        return match number(&syn::parse2(runs::flat(&tokens.collect())).ok()?)? {
            Literal::Number(digits) if !digits.starts_with('-') => Some(Literal::Number(format!("-{digits}"))),
            _ => None,
        };
    }
    match syn::parse2::<Lit>(run).ok()? {
        Lit::Str(text) => Some(Literal::Text(text.value())),
        Lit::Char(c) => Some(Literal::Text(c.value().to_string())),
        Lit::Bool(value) => Some(Literal::Bool(value.value)),
        other => number(&other),
    }
}

fn number(lit: &Lit) -> Option<Literal> {
    let (written, suffix) = match lit {
        Lit::Int(number) => (number.to_string(), number.suffix()),
        Lit::Float(number) => (number.to_string(), number.suffix()),
        _ => return None,
    };
    let digits = written.strip_suffix(suffix).unwrap_or(&written);
    Some(Literal::Number(digits.trim_end_matches('_').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Literal {
        Literal::Text(text.to_owned())
    }

    fn digits(text: &str) -> Literal {
        Literal::Number(text.to_owned())
    }

    #[test]
    fn literals() {
        let cases = [
            (r#""30s""#, Some(text("30s"))),
            (r##"r#"a"b"#"##, Some(text("a\"b"))),
            ("'x'", Some(text("x"))),
            ("true", Some(Literal::Bool(true))),
            ("5", Some(digits("5"))),
            ("1_000u32", Some(digits("1_000"))),
            ("1_u8", Some(digits("1"))),
            ("0xFFu8", Some(digits("0xFF"))),
            ("1.5f64", Some(digits("1.5"))),
            ("2f32", Some(digits("2"))),
            ("1e3", Some(digits("1e3"))),
            ("-5", Some(digits("-5"))),
            ("- 1.5f64", Some(digits("-1.5"))),
            ("[]", Some(Literal::List(vec![]))),
            (r#"["a", "b",]"#, Some(Literal::List(vec![text("a"), text("b")]))),
            (
                "[[1], [-2]]",
                Some(Literal::List(vec![Literal::List(vec![digits("1")]), Literal::List(vec![digits("-2")])])),
            ),
            ("[1, f()]", None),
            ("--5", None),
            ("-\"a\"", None),
            ("b\"bytes\"", None),
            ("Duration::from_secs(5)", None),
            ("1 + 1", None),
            ("[1; 4]", None),
            ("LIMIT", None),
        ];
        for (source, expected) in cases {
            assert_eq!(source.parse().ok().and_then(|run| literal(&run)), expected, "{source}");
        }
    }
}
