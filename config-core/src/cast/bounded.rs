//! Text that is printed into a buffer of fixed size.

use std::fmt::{self, Display, Write as _};

use zeroize::Zeroizing;

/// What a foreign type says is cut here: a longer text is no message, and the buffer must not grow.
const LIMIT: usize = 512;

/// Takes text until its capacity is used up: growing would leave a copy behind.
pub(super) struct Bounded(Zeroizing<String>);

impl Bounded {
    /// The text that a value prints, cut at [`LIMIT`].
    pub(super) fn print(value: &dyn Display) -> Zeroizing<String> {
        let mut bounded = Self(Zeroizing::new(String::with_capacity(LIMIT)));
        // `write_str` ends the text with an error where it is full; what fitted stays.
        let _ = write!(bounded, "{value}");
        bounded.0
    }
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LIMIT - self.0.len();
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        let end = (0..=room).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        self.0.push_str(&text[..end]);
        Err(fmt::Error)
    }
}
