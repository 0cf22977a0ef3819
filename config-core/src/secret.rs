//! Buffers that hold raw values: wiped on drop, never grown in place.

use std::fmt;
use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

/// Text of unknown secrecy, wiped on drop.
///
/// There is no way to append: growing would move the text and leave the old copy behind. Build it from a
/// buffer that was sized beforehand.
pub struct RawText(Text);

enum Text {
    Own(Wiped),
    /// A piece of a document, from and to these bytes.
    Piece {
        document: Document,
        start: u32,
        end: u32,
    },
}

impl RawText {
    /// Takes the buffer over, without a copy; its whole capacity is wiped on drop.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Text::Own(Wiped(text)))
    }

    /// The text, for casts and comparisons. Ask what prints it before you pass it on.
    #[must_use]
    pub fn expose(&self) -> &str {
        match &self.0 {
            Text::Own(text) => &text.0,
            Text::Piece { document, start, end } => {
                document.as_str().get(*start as usize..*end as usize).unwrap_or_default()
            }
        }
    }
}

impl Default for RawText {
    fn default() -> Self {
        Self::new(String::new())
    }
}

impl Clone for RawText {
    /// A copy of its own, so that it keeps no document alive.
    fn clone(&self) -> Self {
        Self::from(self.expose())
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
    fn from(mut text: Zeroizing<String>) -> Self {
        Self::new(std::mem::take(&mut *text))
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawText([REDACTED])")
    }
}

/// A document whose values are pieces of it, instead of a buffer each. It is wiped when the last of them is gone.
#[doc(hidden)]
#[derive(Clone)]
pub struct Document(Arc<Wiped>);

impl Document {
    /// The bytes of a file as text.
    ///
    /// # Errors
    /// Gives the bytes back when they are not UTF-8.
    pub fn new(bytes: RawBytes) -> Result<Self, RawBytes> {
        bytes.into_string().map(|text| Self(Arc::new(Wiped(text))))
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.0
    }

    /// A piece of this document as a value; of any other text, a copy.
    #[must_use]
    pub fn text(&self, piece: &str) -> RawText {
        let offset = piece.as_ptr().addr().wrapping_sub(self.as_str().as_ptr().addr());
        let (Ok(start), Ok(end)) = (u32::try_from(offset), u32::try_from(offset.wrapping_add(piece.len()))) else {
            return RawText::from(piece);
        };
        if end as usize > self.as_str().len() || start > end {
            return RawText::from(piece);
        }
        RawText(Text::Piece { document: self.clone(), start, end })
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Document([REDACTED])")
    }
}

/// A string that is wiped on drop.
struct Wiped(String);

impl Drop for Wiped {
    fn drop(&mut self) {
        // Spare capacity is wiped in bulk, what is in use byte by byte.
        self.0.clear();
        self.0.zeroize();
    }
}

/// Bytes of unknown secrecy, wiped on drop.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawBytes(Vec<u8>);

impl RawBytes {
    /// Takes the buffer over, without a copy; its whole capacity is wiped on drop.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
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
    pub fn into_text(self) -> Result<RawText, Self> {
        self.into_string().map(RawText::new)
    }

    #[inline]
    pub(crate) fn into_string(mut self) -> Result<String, Self> {
        String::from_utf8(std::mem::take(&mut self.0)).map_err(|error| Self::new(error.into_bytes()))
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

impl Drop for RawBytes {
    fn drop(&mut self) {
        self.0.clear();
        self.0.zeroize();
    }
}

impl fmt::Debug for RawBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawBytes([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn texts_of_a_document_are_pieces_of_it() {
        let document = Document::new(RawBytes::new("a=äb\n".into())).unwrap();
        for piece in ["a", "äb", "\n", ""] {
            let at = document.as_str().find(piece).unwrap();
            let piece = &document.as_str()[at..at + piece.len()];
            let text = document.text(piece);
            assert!(matches!(text.0, Text::Piece { .. }));
            assert_eq!(text.expose().as_ptr(), piece.as_ptr());
            assert_eq!(text.expose(), piece);
            assert!(matches!(text.clone().0, Text::Own(_)));
            assert_eq!(text.clone(), text);
        }
        let other = document.text(&"äb".repeat(3));
        assert!(matches!(other.0, Text::Own(_)));
        assert_eq!(other.expose(), "äbäbäb");
        let end = document.as_str().len();
        assert_eq!(document.text(&document.as_str()[end..]).expose(), "");
        drop(document);
        assert_eq!(format!("{other:?}"), "RawText([REDACTED])");
    }

    #[test]
    fn bytes_that_are_no_text_come_back() {
        assert_eq!(Document::new(RawBytes::new(vec![0xff])).unwrap_err().expose(), [0xff]);
    }
}
