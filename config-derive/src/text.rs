//! Tokens as text that people read: types and rules in docs and reports.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens of a type: `Option<Vec<u8>>`, `Cow<'static, str>`.
pub(crate) fn of_type(tokens: TokenStream) -> String {
    print(tokens, true)
}

/// The tokens of an expression: `range(1..=5)`, `|x| x % 2 == 0`.
pub(crate) fn of_expr(tokens: TokenStream) -> String {
    print(tokens, false)
}

/// Operators of more than one character.
const OPERATORS: [&str; 24] = [
    "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "..", "..=", "...", "+=", "-=", "*=", "/=", "%=", "^=", "&=",
    "|=", "<<", ">>", "<<=", ">>=",
];

/// Words that a value follows: the operator behind them is a prefix.
const KEYWORDS: [&str; 10] = ["as", "dyn", "else", "if", "in", "let", "match", "move", "mut", "return"];

fn print(tokens: TokenStream, types: bool) -> String {
    let mut printer = Printer { types, glue: true, ..Printer::default() };
    printer.stream(tokens);
    printer.text.trim_end().to_owned()
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Angle brackets are always brackets.
    types: bool,
    /// Open angle brackets of an expression's type arguments.
    angles: usize,
    /// Between the pipes of a closure's parameters.
    parameters: bool,
    /// Whether the next token follows without a blank.
    glue: bool,
}

impl Printer {
    fn stream(&mut self, tokens: TokenStream) {
        let mut operator = String::new();
        for token in tokens {
            let TokenTree::Punct(punct) = token else {
                self.operators(&mut operator);
                match token {
                    TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                    other => self.word(&other.to_string()),
                }
                continue;
            };
            operator.push(punct.as_char());
            if punct.spacing() == Spacing::Alone {
                self.operators(&mut operator);
            }
        }
        self.operators(&mut operator);
    }

    /// Cuts what stands together into operators: `..=-` is two.
    fn operators(&mut self, text: &mut String) {
        while !text.is_empty() {
            // `>>` closes two brackets.
            let single = self.types || self.angles > 0 || self.text.ends_with("::");
            let known = |length: &usize| text.get(..*length).is_some_and(|head| OPERATORS.contains(&head));
            let length = match (1..=3).rev().find(known) {
                Some(_) if single && text.starts_with(['<', '>']) => 1,
                Some(length) => length,
                None => 1,
            };
            let operator: String = text.drain(..length).collect();
            self.operator(&operator);
        }
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => return self.stream(tokens),
        };
        // A call and an index stand close; in a type `[` is a type of its own.
        let apart = delimiter == Delimiter::Brace || (self.types && delimiter == Delimiter::Bracket);
        if apart && !self.glue {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.glue = true;
        self.stream(tokens);
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str(close);
        self.glue = false;
    }

    fn word(&mut self, word: &str) {
        if !self.glue {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.glue = KEYWORDS.contains(&word);
        if self.glue {
            self.text.push(' ');
        }
    }

    fn operator(&mut self, operator: &str) {
        let before_operand = self.glue;
        let brackets = self.types || self.angles > 0 || self.text.ends_with("::");
        let (text, glue) = match operator {
            "<" if brackets => {
                self.angles += usize::from(!self.types);
                ("<", true)
            }
            ">" if brackets => {
                self.angles = self.angles.saturating_sub(1);
                (">", false)
            }
            "|" if self.parameters || before_operand => {
                self.parameters = !self.parameters;
                (if self.parameters { "|" } else { "| " }, true)
            }
            "||" if before_operand => ("|| ", true),
            "," | ";" | ":" => {
                self.spaced(operator);
                return;
            }
            "?" => ("?", false),
            "." | "::" | ".." | "..=" | "!" => (operator, true),
            "'" if !before_operand => (" '", true),
            _ if before_operand => (operator, true),
            _ => {
                self.text.push(' ');
                self.spaced(operator);
                return;
            }
        };
        self.text.push_str(text);
        self.glue = glue;
    }

    fn spaced(&mut self, operator: &str) {
        self.text.push_str(operator);
        self.text.push(' ');
        self.glue = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_as_written() {
        let cases = [
            "u16",
            "Option<SecretBox<u32>>",
            "HashMap<String, Vec<u8>>",
            "std::time::Duration",
            "Cow<'static, str>",
            "&'static [u8; 4]",
            "fn(u8) -> Result<(), String>",
            "Box<dyn Fn(u8) -> u8 + Send>",
            "<T as Iterator>::Item",
            "(u8, (u8,))",
        ];
        for text in cases {
            assert_eq!(text.parse().map(of_type).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn expressions_as_written() {
        let cases = [
            "range(1..=5)",
            "range(-5..=-1)",
            "length(..10)",
            "one_of([\"a\", \"b\"])",
            "|x| x % 2 == 0",
            "|x| -x",
            "move |x: &u8| check(x, 3)",
            "crate::rules::is_host",
            "matches(r\"^[a-z]+$\")",
            "range(Duration::from_secs(1)..=Duration::from_secs(300))",
            "a::<Vec<u8>, u8>(1 << 3)",
            "|a| a < 3 || a > 7",
            "vec![1, 2]",
            "|x| if *x > 3 { Ok(()) } else { Err(\"small\") }",
            "|x| match *x { 1 | 2 => Ok(()), _ => Err(-1) }",
            "!flag",
            "x? + 1",
            "a | b",
            "Point { x: 1, y: 2 }",
        ];
        for text in cases {
            assert_eq!(text.parse().map(of_expr).ok().as_deref(), Some(text));
        }
    }
}
