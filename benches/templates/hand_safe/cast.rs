//! From raw text to the type of a field. A problem is noted and a value of no meaning returned, which
//! `finish` then throws away; so that one pass finds every problem.

use std::str::FromStr;
use std::time::Duration;

use secrecy::{SecretBox, SecretString};

use super::text::{Text, Wiped};
use super::{Layer, Loader, Origin};

impl<'a> Loader<'a> {
    pub fn text_or(&mut self, field: usize, default: &str) -> String {
        self.text(field).unwrap_or_else(|| default.to_owned())
    }

    /// Empty is as good as unset.
    pub fn optional_text(&mut self, field: usize) -> Option<String> {
        self.text(field).filter(|text| !text.is_empty())
    }

    pub fn secret_text(&mut self, field: usize) -> SecretString {
        match self.text(field) {
            // Of exactly its length, so that secrecy does not move it.
            Some(text) if !text.is_empty() => SecretString::from(text),
            Some(_) => self.refuse(field, "is empty"),
            None => self.missing(field),
        }
    }

    pub fn number_or<N: FromStr + TryFrom<u64> + Default>(&mut self, field: usize, default: N) -> N {
        self.number(field).unwrap_or(default)
    }

    pub fn optional_number<N: FromStr + TryFrom<u64> + Default>(&mut self, field: usize) -> Option<N> {
        if self.slots[field].text.as_str().is_some_and(str::is_empty) {
            return None;
        }
        self.number(field)
    }

    pub fn secret_number(&mut self, field: usize) -> SecretBox<u32> {
        match self.number(field) {
            Some(number) => SecretBox::new(Box::new(number)),
            None if self.is_unset(field) => self.missing(field),
            None => SecretBox::default(),
        }
    }

    pub fn flag_or(&mut self, field: usize, default: bool) -> bool {
        let text = match &self.slots[field].text {
            Text::Unset => return default,
            Text::Flag(flag) => return *flag,
            Text::Borrowed(text) if !self.is_typed(field) => text,
            Text::Owned(text) if !self.is_typed(field) => text.as_str(),
            _ => "",
        };
        let is = |words: [&str; 5]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is(["true", "yes", "y", "on", "1"]) {
            true
        } else if is(["false", "no", "n", "off", "0"]) {
            false
        } else {
            self.refuse(field, "is not true or false")
        }
    }

    pub fn duration_or(&mut self, field: usize, default: Duration) -> Duration {
        match &self.slots[field].text {
            Text::Unset => default,
            Text::Bare(_) | Text::Flag(_) | Text::List(_) => self.refuse(field, "is not a duration like 30s"),
            text => match humantime::parse_duration(text.as_str().unwrap_or_default()) {
                Ok(duration) => duration,
                Err(_) => self.refuse(field, "is not a duration like 30s"),
            },
        }
    }

    pub fn list_or(&mut self, field: usize, default: &[&str]) -> Vec<String> {
        match std::mem::replace(&mut self.slots[field].text, Text::Unset) {
            Text::Unset => default.iter().map(|item| (*item).to_owned()).collect(),
            Text::Borrowed(text) => self.split(field, text),
            Text::Owned(text) => self.split(field, text.as_str()),
            Text::List(items) => items.into_iter().map(|item| self.text_of_item(field, item)).collect(),
            Text::Bare(_) | Text::Flag(_) => self.refuse(field, "is not a list"),
        }
    }

    /// `a, b, "c,d"`
    fn split(&mut self, field: usize, text: &str) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut items = Vec::with_capacity(1 + text.bytes().filter(|byte| *byte == b',').count());
        let mut rest = text;
        loop {
            rest = rest.trim_start();
            let (item, after) = match rest.strip_prefix('"') {
                Some(quoted) => {
                    let (item, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                    (item, after.trim_start())
                }
                None => {
                    let (item, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                    (item.trim_end(), after)
                }
            };
            if item.is_empty() {
                return self.refuse(field, "has an empty item");
            }
            items.push(item.to_owned());
            match after.strip_prefix(',') {
                Some(after) => rest = after,
                None if after.is_empty() => return items,
                None => return self.refuse(field, "has text after a quoted item"),
            }
        }
    }

    fn text_of_item(&mut self, field: usize, item: Text<'a>) -> String {
        match item {
            Text::Borrowed(text) => text.to_owned(),
            Text::Owned(text) => text.into_string(),
            _ => self.refuse(field, "has an item that is not text"),
        }
    }

    fn text(&mut self, field: usize) -> Option<String> {
        match std::mem::replace(&mut self.slots[field].text, Text::Unset) {
            Text::Unset => None,
            // A number for a text is taken as it is written.
            Text::Borrowed(text) | Text::Bare(text) => Some(text.to_owned()),
            Text::Owned(text) => Some(text.into_string()),
            Text::Flag(_) | Text::List(_) => self.refuse(field, "is not a text"),
        }
    }

    fn number<N: FromStr + TryFrom<u64> + Default>(&mut self, field: usize) -> Option<N> {
        let text = match &self.slots[field].text {
            Text::Unset => return None,
            Text::Bare(text) => *text,
            Text::Borrowed(text) if !self.is_typed(field) => *text,
            Text::Owned(text) if !self.is_typed(field) => text.as_str(),
            _ => "",
        };
        let number = text.parse().ok().or_else(|| written_otherwise(text));
        if number.is_none() {
            self.refuse::<()>(field, "is not a whole number of its range");
        }
        number
    }

    /// Whether the source has types of its own: then a text is no number.
    fn is_typed(&self, field: usize) -> bool {
        self.slots[field].origin.layer == Layer::Settings
    }

    fn is_unset(&self, field: usize) -> bool {
        matches!(self.slots[field].text, Text::Unset)
    }

    #[cold]
    fn missing<T: Default>(&mut self, field: usize) -> T {
        let name = self.names.fields[field].variable;
        self.problem(field, Origin::UNSET, format!("is missing: set {name} or {name}_FILE"));
        T::default()
    }

    #[cold]
    fn refuse<T: Default>(&mut self, field: usize, what: &'static str) -> T {
        self.problem(field, self.slots[field].origin, what);
        T::default()
    }
}

/// `0x1f`, `0o17`, `0b1`, `1_000`: rare, so only where the plain form fails.
#[cold]
fn written_otherwise<N: TryFrom<u64>>(text: &str) -> Option<N> {
    let mut plain = Wiped::with_capacity(text.len());
    text.chars().filter(|character| *character != '_').for_each(|character| plain.push(character));
    let plain = plain.as_str();
    let (digits, radix) = match plain.get(..2) {
        Some("0x") => (&plain[2..], 16),
        Some("0o") => (&plain[2..], 8),
        Some("0b") => (&plain[2..], 2),
        _ => (plain, 10),
    };
    u64::from_str_radix(digits, radix).ok().and_then(|number| N::try_from(number).ok())
}
