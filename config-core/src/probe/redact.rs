//! The types that show themselves without their secret.

use std::rc::Rc;
use std::sync::Arc;

use crate::raw::Raw;

/// A type whose values may hold a secret, and that knows how to show them without it: a URL with a password.
///
/// What [`Redact::redact`] gives is shown in reports and explanations in the place of the value, and so is the text of
/// the type's own errors: neither may hold a part of a secret. Options, boxes and shared pointers of such types are
/// shown in the same way; lists and maps of them are not shown.
pub trait Redact {
    /// The value as it may be shown; `None` where it cannot be told what of it is secret.
    fn redact(raw: &Raw) -> Option<String>;
}

macro_rules! redact_of {
    ($($type:ident)*) => { $(
        impl<T: Redact> Redact for $type<T> {
            fn redact(raw: &Raw) -> Option<String> {
                T::redact(raw)
            }
        }
    )* };
}

redact_of! { Option Box Rc Arc }
