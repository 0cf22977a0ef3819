//! The items of `#[settings(..)]`, before it is known what they mean.

use std::fmt::Display;

use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Attribute, LitStr, Meta};

use crate::ctxt::Ctxt;
use crate::runs::{self, Tokens, is_punct};

/// One item: `skip`, `env = "NAME"`, `alias(env = "OLD")`.
pub(crate) struct Item {
    /// The word, without `r#`; the text, where it was quoted.
    pub(crate) word: String,
    pub(crate) quoted: bool,
    name: TokenTree,
    value: Value,
}

enum Value {
    None,
    Assigned(TokenStream),
    List(TokenStream, Span),
}

/// A value of an item and where to point when it is wrong.
#[derive(Clone)]
pub(crate) struct Attr<T> {
    pub(crate) value: T,
    /// The item: `env = "NAME"`.
    pub(crate) tokens: TokenStream,
}

impl<T> Attr<T> {
    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Attr<U> {
        Attr { value: map(self.value), tokens: self.tokens }
    }

    /// Adds a mistake in this item.
    pub(crate) fn error(&self, ctxt: &Ctxt, message: impl Display) {
        ctxt.error(&self.tokens, message);
    }
}

/// All items of all `#[settings(..)]` of one place.
pub(crate) fn all(ctxt: &Ctxt, attrs: &[Attribute]) -> Vec<Item> {
    let mut items = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("settings")) {
        match &attr.meta {
            Meta::List(list) => items.extend(parse(ctxt, list.tokens.clone())),
            Meta::Path(_) => ctxt.error(attr, "`#[settings]` says nothing: write `#[settings(..)]` or remove it"),
            Meta::NameValue(_) => ctxt.error(attr, "expected `#[settings(..)]`"),
        }
    }
    items
}

fn parse(ctxt: &Ctxt, tokens: TokenStream) -> Vec<Item> {
    let mut tokens = tokens.into_iter().peekable();
    let mut items = Vec::new();
    while tokens.peek().is_some() {
        let item = parse_one(ctxt, &mut tokens);
        let rest = runs::take(&mut tokens);
        match rest.clone().into_iter().next() {
            None => items.extend(item),
            Some(token) if is_punct(&token, ':') => ctxt.error(rest, "expected `=` and not `:`"),
            Some(token) if is_punct(&token, '-') => {
                ctxt.error(rest, "expected a comma; a profile that is no identifier is quoted: `\"eu-west\" = ..`");
            }
            Some(_) => ctxt.error(rest, "expected a comma before this"),
        }
        tokens.next();
    }
    items
}

fn parse_one(ctxt: &Ctxt, tokens: &mut Tokens) -> Option<Item> {
    let name = tokens.next()?;
    let (word, quoted) = match &name {
        TokenTree::Ident(ident) => (ident.unraw().to_string(), false),
        TokenTree::Literal(literal) => match text_of(literal) {
            Some(text) => (text, true),
            None => return expected_name(ctxt, &name, tokens),
        },
        _ => return expected_name(ctxt, &name, tokens),
    };
    let value = match tokens.peek() {
        Some(token) if is_punct(token, '=') => {
            let equals = tokens.next();
            let run = runs::take(tokens);
            if run.is_empty() {
                ctxt.error(quote!(#name #equals), format_args!("expected a value after `{word} =`"));
                return None;
            }
            if let Some(stray) = runs::stray(&run) {
                ctxt.error(stray, "expected a comma before this");
                return None;
            }
            Value::Assigned(run)
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let value = Value::List(group.stream(), group.span());
            tokens.next();
            value
        }
        _ => Value::None,
    };
    Some(Item { word, quoted, name, value })
}

/// A comma is left where it stands, so that the rest is read as items of their own.
fn expected_name(ctxt: &Ctxt, found: &TokenTree, tokens: &mut Tokens) -> Option<Item> {
    ctxt.error(found, "expected the name of an attribute");
    if !is_punct(found, ',') {
        runs::take(tokens);
    }
    None
}

fn text_of(literal: &Literal) -> Option<String> {
    syn::parse_str::<LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

impl Item {
    pub(crate) fn error(&self, ctxt: &Ctxt, message: impl Display) {
        ctxt.error(self.tokens(), message);
    }

    /// Whether something is assigned.
    pub(crate) fn is_assigned(&self) -> bool {
        matches!(self.value, Value::Assigned(_))
    }

    pub(crate) fn is_bare(&self) -> bool {
        matches!(self.value, Value::None)
    }

    fn tokens(&self) -> TokenStream {
        let name = &self.name;
        match &self.value {
            Value::None => quote!(#name),
            Value::Assigned(run) => quote!(#name = #run),
            Value::List(_, span) => {
                // Only the place of the brackets matters.
                let mut group = proc_macro2::Group::new(Delimiter::Parenthesis, TokenStream::new());
                group.set_span(*span);
                quote!(#name #group)
            }
        }
    }

    fn of<T>(self, value: T) -> Attr<T> {
        Attr { value, tokens: self.tokens() }
    }

    /// An item that stands alone: `skip`.
    pub(crate) fn flag(self, ctxt: &Ctxt) -> Option<Attr<()>> {
        if self.is_bare() {
            return Some(self.of(()));
        }
        self.error(ctxt, format_args!("`{0}` takes no value: write `{0}`", self.word));
        None
    }

    /// An expression: `validate = range(1..=5)`.
    pub(crate) fn expr(self, ctxt: &Ctxt, example: &str) -> Option<Attr<TokenStream>> {
        match &self.value {
            Value::Assigned(run) => {
                let run = run.clone();
                Some(self.of(run))
            }
            _ => self.expected(ctxt, example),
        }
    }

    /// Quoted text: `env = "NAME"`.
    pub(crate) fn text(self, ctxt: &Ctxt, example: &str) -> Option<Attr<String>> {
        let Value::Assigned(run) = &self.value else { return self.expected(ctxt, example) };
        let text = syn::parse2::<LitStr>(run.clone()).ok();
        if text.is_none() {
            ctxt.error(run, format_args!("expected quoted text: `{} = {example}`", self.word));
        }
        text.map(|text| self.of(text.value()))
    }

    /// A list of quoted texts: `profiles = ["production"]`.
    pub(crate) fn texts(self, ctxt: &Ctxt, example: &str) -> Option<Attr<Vec<LitStr>>> {
        let Value::Assigned(run) = &self.value else { return self.expected(ctxt, example) };
        let complain = |tokens: &dyn ToTokens| {
            let mut stream = TokenStream::new();
            tokens.to_tokens(&mut stream);
            ctxt.error(stream, format_args!("expected a list of quoted texts: `{} = {example}`", self.word));
        };
        let Some(list) = bracketed(run) else {
            complain(run);
            return None;
        };
        let mut items = list.into_iter().peekable();
        let mut texts = Vec::new();
        while items.peek().is_some() {
            let item = runs::take(&mut items);
            let Ok(text) = syn::parse2::<LitStr>(item.clone()) else {
                complain(if item.is_empty() { run } else { &item });
                return None;
            };
            texts.push(text);
            items.next();
        }
        Some(self.of(texts))
    }

    /// Items in parentheses: `default(test = 1)`.
    pub(crate) fn list(self, ctxt: &Ctxt, example: &str) -> Option<Attr<Vec<Item>>> {
        match &self.value {
            Value::List(tokens, _) if tokens.is_empty() => self.expected(ctxt, example),
            Value::List(tokens, _) => {
                let items = parse(ctxt, tokens.clone());
                Some(self.of(items))
            }
            _ => self.expected(ctxt, example),
        }
    }

    fn expected<T>(self, ctxt: &Ctxt, example: &str) -> Option<T> {
        let equals = if example.starts_with('(') { "" } else { " = " };
        self.error(ctxt, format_args!("expected `{}{equals}{example}`", self.word));
        None
    }
}

/// What stands between the brackets of a run that is one pair of them.
pub(crate) fn bracketed(run: &TokenStream) -> Option<TokenStream> {
    let mut tokens = runs::flat(run).into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Bracket => Some(group.stream()),
        _ => None,
    }
}

/// The identifier of a name that is one.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.unraw().to_string()
}
