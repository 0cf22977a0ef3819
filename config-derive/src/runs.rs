//! Token runs: expressions that are passed on and never parsed.
//!
//! `syn` without `full` refuses ranges, arrays and closures, and with `full` (which any other crate may turn on) it
//! costs seconds. All that is needed is where an expression ends: at a comma that stands outside brackets, outside
//! the angle brackets of a type and outside the parameters of a closure.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Tokens that are taken one run at a time.
pub(crate) type Tokens = Peekable<IntoIter>;

/// Takes the tokens up to the next comma that separates items; the comma stays.
pub(crate) fn take(tokens: &mut Tokens) -> TokenStream {
    let mut run = TokenStream::new();
    let mut state = Scanner::default();
    while let Some(token) = tokens.peek() {
        if state.is_top() && is_punct(token, ',') {
            break;
        }
        state.see(token);
        run.extend(tokens.next());
    }
    run
}

/// Whether a run begins a closure: `|x| ..`, `move |x| ..`.
pub(crate) fn is_closure(run: &TokenStream) -> bool {
    let mut tokens = flat(run).into_iter();
    let first = tokens.next();
    match &first {
        Some(TokenTree::Ident(word)) if *word == "move" => tokens.next().is_some_and(|next| is_punct(&next, '|')),
        Some(token) => is_punct(token, '|'),
        None => false,
    }
}

/// What follows a literal and is no part of its expression: `env` of `1 env = "A"`, where a comma was forgotten.
pub(crate) fn stray(run: &TokenStream) -> Option<TokenTree> {
    let mut tokens = flat(run).into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(_)), Some(TokenTree::Ident(word))) if word != "as" => Some(TokenTree::Ident(word)),
        _ => None,
    }
}

/// The tokens without invisible brackets around all of them, which `macro_rules` puts around what it passes on.
pub(crate) fn flat(run: &TokenStream) -> TokenStream {
    let mut tokens = run.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => flat(&group.stream()),
        _ => run.clone(),
    }
}

pub(crate) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

/// Follows a run and knows which of its commas belong to it.
#[derive(Default)]
struct Scanner {
    /// Open angle brackets of types.
    angles: usize,
    /// Between the pipes of a closure's parameters.
    parameters: bool,
    last: Last,
    /// What the outermost angle brackets leave behind.
    after_angles: Last,
    /// The punctuation just seen, where the next one is part of it: `-` of `->`.
    joint: Option<char>,
}

/// What stands before the next token.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// An operator or nothing: `<` begins a qualified path, `|` a closure.
    #[default]
    Operator,
    /// A value: `<` compares, `|` is an operator.
    Operand,
    /// `::` of an expression: `<` opens arguments.
    Path,
    /// A part of a type (after `as` or `->`): `<` opens arguments.
    Type,
}

impl Scanner {
    fn is_top(&self) -> bool {
        self.angles == 0 && !self.parameters
    }

    fn see(&mut self, token: &TokenTree) {
        let joint = self.joint.take();
        match token {
            TokenTree::Punct(punct) => {
                self.see_punct(punct.as_char(), joint);
                if punct.spacing() == Spacing::Joint {
                    self.joint = Some(punct.as_char());
                }
            }
            TokenTree::Ident(word) => {
                self.last = match self.last {
                    _ if *word == "as" => Last::Type,
                    _ if *word == "move" => Last::Operator,
                    Last::Type => Last::Type,
                    _ => Last::Operand,
                }
            }
            TokenTree::Group(group) => {
                let of_type = self.last == Last::Type && group.delimiter() != Delimiter::Brace;
                self.last = if of_type { Last::Type } else { Last::Operand };
            }
            TokenTree::Literal(_) => self.last = Last::Operand,
        }
    }

    fn see_punct(&mut self, punct: char, joint: Option<char>) {
        match (joint, punct) {
            // The rest of a shift.
            (Some('<'), '<') if self.angles == 0 => self.last = Last::Operator,
            (_, '<') if self.angles > 0 || self.last != Last::Operand => {
                if self.angles == 0 {
                    self.after_angles = if self.last == Last::Type { Last::Type } else { Last::Operand };
                }
                self.angles += 1;
                self.last = Last::Type;
            }
            // An arrow closes nothing: `Box<dyn Fn() -> u8>`.
            (Some('-'), '>') => self.last = Last::Type,
            (_, '>') if self.angles > 0 => {
                self.angles -= 1;
                self.last = if self.angles == 0 { self.after_angles } else { Last::Type };
            }
            (Some(':'), ':') if self.last != Last::Type => self.last = Last::Path,
            (_, '|') if self.parameters => {
                self.parameters = false;
                self.last = Last::Operator;
            }
            // The rest of `||` between two values.
            (Some('|'), '|') => self.last = Last::Operator,
            (_, '|') if self.last == Last::Operator && self.angles == 0 => self.parameters = true,
            (_, ':') if self.parameters => self.last = Last::Type,
            (_, ':') => {}
            (_, ',') if self.parameters => self.last = Last::Operator,
            (_, '&' | '\'') if self.last == Last::Type => {}
            (_, '?') => self.last = Last::Operand,
            _ => self.last = Last::Operator,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits at the commas that separate items.
    fn split(text: &str) -> Vec<String> {
        let Ok(stream) = text.parse::<TokenStream>() else { return vec![format!("no tokens: {text}")] };
        let mut tokens = stream.into_iter().peekable();
        let mut runs = Vec::new();
        while tokens.peek().is_some() {
            runs.push(take(&mut tokens).to_string().replace(' ', ""));
            tokens.next();
        }
        runs
    }

    #[test]
    fn runs_end_at_commas() {
        let cases: &[(&str, &[&str])] = &[
            ("1, 2", &["1", "2"]),
            ("[1, 2], (3, 4), {5}", &["[1,2]", "(3,4)", "{5}"]),
            ("range(1..=5), x", &["range(1..=5)", "x"]),
            ("a < b, c > d", &["a<b", "c>d"]),
            ("8 << 1, a << b, x", &["8<<1", "a<<b", "x"]),
            ("1 < 2, 3 >> 1", &["1<2", "3>>1"]),
            ("HashMap::<u8, u8>::new(), x", &["HashMap::<u8,u8>::new()", "x"]),
            ("a::<B<C, D>, E>(f), x", &["a::<B<C,D>,E>(f)", "x"]),
            ("<Map<u8, u8>>::new(), x", &["<Map<u8,u8>>::new()", "x"]),
            ("x == <A<u8, u8> as B>::C, x", &["x==<A<u8,u8>asB>::C", "x"]),
            ("f as fn(u8) -> Map<u8, u8>, x", &["fasfn(u8)->Map<u8,u8>", "x"]),
            ("|a, b| a + b, x", &["|a,b|a+b", "x"]),
            ("|| 3 | 4, x", &["||3|4", "x"]),
            ("a | b, c || d, x", &["a|b", "c||d", "x"]),
            ("move |a: &Map<u8, u8>| ok(a), x", &["move|a:&Map<u8,u8>|ok(a)", "x"]),
            ("|a| -> Result<(), u8> { f(a) }, x", &["|a|->Result<(),u8>{f(a)}", "x"]),
            ("a::<Box<dyn Fn() -> u8>, u8>(), x", &["a::<Box<dynFn()->u8>,u8>()", "x"]),
            ("a[0] < 1, b", &["a[0]<1", "b"]),
            ("f(x)? < 3, b", &["f(x)?<3", "b"]),
            ("if a < b { c } else { d }, x", &["ifa<b{c}else{d}", "x"]),
            ("|v| match v { 1 => 2, _ => 3 }, x", &["|v|matchv{1=>2,_=>3}", "x"]),
            ("5 as u8, x", &["5asu8", "x"]),
            ("-1, - 1.5f64", &["-1", "-1.5f64"]),
            ("Some(1).map(|x| x < 2), x", &["Some(1).map(|x|x<2)", "x"]),
            ("A::B < C::D, x > y", &["A::B<C::D", "x>y"]),
            ("a::<u8>() < 3, x", &["a::<u8>()<3", "x"]),
            ("|a: Map<u8, u8>, b: u8| a, x", &["|a:Map<u8,u8>,b:u8|a", "x"]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), *expected, "{text}");
        }
    }

    #[test]
    fn forgotten_commas() {
        let cases =
            [("1 env = \"A\"", Some("env")), ("\"a\" secret", Some("secret")), ("1 as u8", None), ("1 + a", None)];
        for (text, expected) in cases {
            let found = text.parse().ok().and_then(|run| stray(&run)).map(|token| token.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn closures() {
        for (text, expected) in [("|x| x", true), ("move |x| x", true), ("|| 1", true), ("a | b", false), ("f", false)]
        {
            assert_eq!(text.parse().map(|run| is_closure(&run)).ok(), Some(expected), "{text}");
        }
    }
}
