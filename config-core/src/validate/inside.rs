//! What a rule looks at: a value, or what an option or a secret holds.

use std::borrow::Cow;
use std::sync::Arc;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretBox};

/// A value of type `T`, or a wrapper that may hold one: how one rule serves `u16`, `Option<u16>` and `SecretBox<u16>`.
pub trait Inside<T: ?Sized> {
    /// The value, where there is one. It may be a secret: a rule must not repeat it.
    fn inside(&self) -> Option<&T>;
}

impl<T> Inside<T> for T {
    fn inside(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T> Inside<T> for Option<T> {
    fn inside(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T: Zeroize> Inside<T> for SecretBox<T> {
    fn inside(&self) -> Option<&T> {
        Some(self.expose_secret())
    }
}

impl<T: Zeroize> Inside<T> for Option<SecretBox<T>> {
    fn inside(&self) -> Option<&T> {
        self.as_ref().map(ExposeSecret::expose_secret)
    }
}

/// Text, plain or secret, or an option of it.
pub trait AsText {
    /// The text, where there is one. It may be a secret: a rule must not repeat it.
    fn as_text(&self) -> Option<&str>;
}

impl AsText for str {
    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl AsText for String {
    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl AsText for Cow<'_, str> {
    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: AsText + ?Sized> AsText for &T {
    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}

impl<T: AsText + ?Sized> AsText for Box<T> {
    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}

impl<T: AsText + ?Sized> AsText for Arc<T> {
    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}

impl<T: AsText> AsText for Option<T> {
    fn as_text(&self) -> Option<&str> {
        self.as_ref()?.as_text()
    }
}

impl<T: AsText + Zeroize + ?Sized> AsText for SecretBox<T> {
    fn as_text(&self) -> Option<&str> {
        self.expose_secret().as_text()
    }
}
