//! Raw text that is wiped.

use zeroize::Zeroize as _;

/// The raw value of a field.
pub enum Text<'a> {
    Unset,
    /// In the buffer of a file, which is wiped as a whole.
    Borrowed(&'a str),
    Owned(Wiped),
    /// A number or another bare value of the TOML file.
    Bare(&'a str),
    Flag(bool),
    List(Vec<Text<'a>>),
}

impl<'a> Text<'a> {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Text::Borrowed(text) | Text::Bare(text) => Some(text),
            Text::Owned(text) => Some(text.as_str()),
            Text::Unset | Text::Flag(_) | Text::List(_) => None,
        }
    }
}

/// A text that is wiped when dropped. Must not grow: growing would leave a copy behind.
pub struct Wiped(String);

impl Wiped {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn with_capacity(capacity: usize) -> Self {
        Self(String::with_capacity(capacity))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn push(&mut self, character: char) {
        debug_assert!(self.0.len() + character.len_utf8() <= self.0.capacity());
        self.0.push(character);
    }

    pub fn push_str(&mut self, text: &str) {
        debug_assert!(self.0.len() + text.len() <= self.0.capacity());
        self.0.push_str(text);
    }

    /// The text itself, which is a setting from now on.
    pub fn into_string(mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        // As a slice: zeroize wipes one in bulk, but a String or Vec byte by byte.
        self.0.as_mut_str().zeroize();
    }
}
