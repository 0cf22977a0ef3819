//! Lists and maps as text: `a,b,"c,d"` and `k=v,k2="v,w"`.

use std::borrow::Cow;

use zeroize::Zeroizing;

use super::fault::Fault;
use super::rules::{self, Rules};
use super::value::Scratch;

/// Takes text apart, item by item, without copying it.
#[derive(Clone)]
pub(super) struct Splitter<'a> {
    /// `None` at the end; after the last separator there is one more item, be it empty.
    rest: Option<&'a str>,
    separator: &'a str,
    /// Blanks around an item belong to nothing, unless it is a secret.
    trims: bool,
}

/// One item as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// Without quotes.
    Bare(&'a str),
    /// What stood between quotes; two quotes in it are one.
    Quoted(&'a str),
}

impl<'a> Item<'a> {
    /// The text of the item; one that differs from what is written is put together in `scratch`.
    #[inline]
    pub(super) fn text<'b>(self, scratch: &'b mut Scratch) -> &'b str
    where
        'a: 'b,
    {
        match self {
            Self::Bare(text) => text,
            Self::Quoted(inner) => unescaped(inner, scratch),
        }
    }

    /// The text as it is written, to tell items apart.
    pub(super) const fn written(self) -> &'a str {
        match self {
            Self::Bare(text) | Self::Quoted(text) => text,
        }
    }
}

/// What stands between quotes, where two of them are one.
fn unescaped<'b>(inner: &'b str, scratch: &'b mut Scratch) -> &'b str {
    if !inner.contains("\"\"") {
        return inner;
    }
    let whole = scratch.insert(Zeroizing::new(String::with_capacity(inner.len())));
    for (index, part) in inner.split("\"\"").enumerate() {
        whole.push_str(if index > 0 { "\"" } else { "" });
        whole.push_str(part);
    }
    whole
}

impl<'a> Splitter<'a> {
    pub(super) fn new(text: &'a str, rules: &Rules) -> Self {
        let separator = rules.separator.filter(|separator| !separator.is_empty()).unwrap_or(",");
        Self { rest: (!text.is_empty()).then_some(text), separator, trims: !rules::is_secret(rules) }
    }

    /// How many items there are at most.
    pub(super) fn bound(&self) -> usize {
        match (self.rest, self.separator.as_bytes()) {
            (None, _) => 0,
            (Some(rest), [byte]) => 1 + count(rest.as_bytes(), *byte),
            (Some(rest), _) => 1 + count_long(rest, self.separator),
        }
    }

    /// The next item of a list.
    #[inline]
    pub(super) fn item(&mut self) -> Result<Option<Item<'a>>, Fault> {
        let Some(rest) = self.rest else { return Ok(None) };
        let item = self.take(rest)?;
        if item == Item::Bare("") {
            return Err(empty_item());
        }
        Ok(Some(item))
    }

    /// The next entry of a map.
    pub(super) fn entry(&mut self) -> Result<Option<(Item<'a>, Item<'a>)>, Fault> {
        let Some(rest) = self.rest else { return Ok(None) };
        let (key, value) = if let Some((key, after)) = self.quoted(rest)? {
            (Item::Quoted(key), after.trim_start().strip_prefix('='))
        } else {
            let end = self.find(rest).unwrap_or(rest.len());
            match rest[..end].split_once('=') {
                Some((key, _)) => (Item::Bare(key.trim()), Some(&rest[key.len() + 1..])),
                None if rest[..end].trim().is_empty() => return Err(Fault::new("is an empty entry")),
                None => (Item::Bare(""), None),
            }
        };
        let value = value.ok_or_else(|| Fault::new("is no entry of the form `key=value`"))?;
        if key == Item::Bare("") {
            return Err(Fault::new("is an entry without a key"));
        }
        Ok(Some((key, self.take(value)?)))
    }

    /// The item that `text` begins with; what follows its separator is the rest.
    #[inline]
    fn take(&mut self, text: &'a str) -> Result<Item<'a>, Fault> {
        if may_be_quoted(text)
            && let Some(inner) = self.take_quoted(text)?
        {
            return Ok(Item::Quoted(inner));
        }
        let end = self.find(text);
        self.rest = end.map(|end| &text[end + self.separator.len()..]);
        let item = &text[..end.unwrap_or(text.len())];
        Ok(Item::Bare(if self.trims { trim(item) } else { item }))
    }

    /// The same of an item between quotes.
    #[inline(never)]
    fn take_quoted(&mut self, text: &'a str) -> Result<Option<&'a str>, Fault> {
        let Some((inner, after)) = self.quoted(text)? else { return Ok(None) };
        let trimmed = if self.trims { after.trim_start() } else { after };
        self.rest = match after.strip_prefix(self.separator).or_else(|| trimmed.strip_prefix(self.separator)) {
            Some(rest) => Some(rest),
            None if trimmed.is_empty() => None,
            None => return Err(Fault::new("goes on after its closing quote")),
        };
        Ok(Some(inner))
    }

    /// Where the next separator stands. Nearly all are one byte, which is found without the search for longer ones.
    #[inline]
    fn find(&self, text: &str) -> Option<usize> {
        match self.separator.as_bytes() {
            [byte] => text.bytes().position(|other| other == *byte),
            _ => self.find_long(text),
        }
    }

    #[cold]
    fn find_long(&self, text: &str) -> Option<usize> {
        text.find(self.separator)
    }

    /// What stands between quotes and what follows them, where the item begins with a quote.
    fn quoted(&self, text: &'a str) -> Result<Option<(&'a str, &'a str)>, Fault> {
        let start = if self.trims { text.trim_start() } else { text };
        let blanks = &text[..text.len() - start.len()];
        // The separator may be a blank itself: the item before it is empty then.
        if !start.starts_with('"') || blanks.contains(self.separator) {
            return Ok(None);
        }
        let inner = &start[1..];
        let mut at = 0;
        while let Some(quote) = inner[at..].find('"') {
            at += quote;
            if !inner[at + 1..].starts_with('"') {
                return Ok(Some((&inner[..at], &inner[at + 1..])));
            }
            at += 2;
        }
        Err(Fault::new("has no closing quote"))
    }
}

/// Whether an item may stand between quotes: a quote begins it, or a blank that belongs to nothing.
#[inline]
fn may_be_quoted(text: &str) -> bool {
    !text.bytes().next().is_some_and(|first| first.is_ascii_graphic() && first != b'"')
}

#[cold]
fn empty_item() -> Fault {
    Fault::new("is an empty item").help(Cow::Borrowed(
        "remove the separator that is too many, or write \"\" for an item that is empty on purpose",
    ))
}

/// Text without the white space around it. Most has none, as its first and last byte tell.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

#[cold]
fn count_long(text: &str, separator: &str) -> usize {
    text.matches(separator).count()
}

/// How many of the bytes are this one: in runs whose count fits a byte, so that many are counted at once.
fn count(bytes: &[u8], wanted: u8) -> usize {
    bytes.chunks(255).map(|run| usize::from(run.iter().map(|byte| u8::from(*byte == wanted)).sum::<u8>())).sum()
}
