//! Buffers that hold raw values: wiped on drop, never grown in place.

use std::fmt;
use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

/// Text of unknown secrecy, wiped on drop.
///
/// There is no way to append: growing would move the text and leave the old copy behind. Build it from a
/// buffer that was sized beforehand. Text of a [`Pool`] is shared and wiped with the pool.
#[derive(Clone)]
pub struct RawText(Text);

#[derive(Clone)]
enum Text {
    Own(Zeroizing<String>),
    Pooled(Arc<Pool>, usize),
}

impl RawText {
    /// Takes the buffer over, without a copy; its whole capacity is wiped on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Text::Own(Zeroizing::new(text)))
    }

    /// The text, for casts and comparisons. Ask what prints it before you pass it on.
    #[must_use]
    pub fn expose(&self) -> &str {
        match &self.0 {
            Text::Own(text) => text,
            Text::Pooled(pool, at) => pool.text(*at).unwrap_or_default(),
        }
    }
}

impl Default for RawText {
    fn default() -> Self {
        Self::new(String::new())
    }
}

impl PartialEq for RawText {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for RawText {}

impl From<&str> for RawText {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl From<String> for RawText {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Zeroizing<String>> for RawText {
    fn from(text: Zeroizing<String>) -> Self {
        Self(Text::Own(text))
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawText([REDACTED])")
    }
}

/// Values that were read at once and are handed out without a copy; wiped when the last of them goes.
#[derive(Debug, Default)]
pub struct Pool(Vec<Pooled>);

#[derive(Debug)]
enum Pooled {
    Text(RawText),
    Bytes(RawBytes),
}

impl Pool {
    /// A pool of these values.
    #[must_use]
    pub fn new(values: impl IntoIterator<Item = RawBytes>) -> Self {
        let value = |bytes: RawBytes| bytes.into_text().map_or_else(Pooled::Bytes, Pooled::Text);
        Self(values.into_iter().map(value).collect())
    }

    /// The value at a place, where it is text.
    #[must_use]
    pub fn text(&self, at: usize) -> Option<&str> {
        match self.0.get(at) {
            Some(Pooled::Text(text)) => Some(text.expose()),
            _ => None,
        }
    }

    /// The bytes of the value at a place.
    #[must_use]
    pub fn bytes(&self, at: usize) -> &[u8] {
        match self.0.get(at) {
            Some(Pooled::Text(text)) => text.expose().as_bytes(),
            Some(Pooled::Bytes(bytes)) => bytes.expose(),
            None => &[],
        }
    }

    /// The value at a place as text that shares the pool, where it is text.
    pub(crate) fn share(self: &Arc<Self>, at: usize) -> Option<RawText> {
        self.text(at).map(|_| RawText(Text::Pooled(Arc::clone(self), at)))
    }
}

/// Bytes of unknown secrecy, wiped on drop.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawBytes(Zeroizing<Vec<u8>>);

impl RawBytes {
    /// Takes the buffer over, without a copy; its whole capacity is wiped on drop.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for casts and comparisons.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The same buffer as text.
    ///
    /// # Errors
    /// Gives the bytes back when they are not UTF-8.
    pub fn into_text(mut self) -> Result<RawText, Self> {
        match String::from_utf8(std::mem::take(&mut *self.0)) {
            Ok(text) => Ok(RawText::new(text)),
            Err(error) => Err(Self::new(error.into_bytes())),
        }
    }

    /// Removes one trailing line break (`\n` or `\r\n`), as editors and `echo` leave it in a file.
    pub fn trim_line_break(&mut self) {
        let keep = match self.0.as_slice() {
            [rest @ .., b'\r', b'\n'] | [rest @ .., b'\n'] => rest.len(),
            _ => return,
        };
        self.0[keep..].zeroize();
        self.0.truncate(keep);
    }
}

impl fmt::Debug for RawBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawBytes([REDACTED])")
    }
}
