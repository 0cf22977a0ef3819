//! Buffers that hold raw values: wiped on drop, never grown in place.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

/// Text of unknown secrecy, wiped on drop.
///
/// There is no way to append: growing would move the text and leave the old copy behind. Build it from a
/// buffer that was sized beforehand.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawText(Zeroizing<String>);

impl RawText {
    /// Takes the buffer over, without a copy; its whole capacity is wiped on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for casts and comparisons. Ask what prints it before you pass it on.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

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
        Self(text)
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawText([REDACTED])")
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
    #[inline]
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
