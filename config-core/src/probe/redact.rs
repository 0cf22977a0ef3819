//! The types that show themselves without their secret.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use crate::raw::Raw;

/// A type whose values may hold a secret, and that knows how to show them without it: a URL with a password.
///
/// What [`Redact::redact`] gives is shown in reports and explanations in the place of the value, and so is the text of
/// the type's own errors: neither may hold a part of a secret. Options, boxes, shared pointers, lists and maps of such
/// types do the same; a list or a map that is written as one text is not shown.
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

impl<T: Redact> Redact for Vec<T> {
    fn redact(raw: &Raw) -> Option<String> {
        let Raw::List(items) = raw else { return None };
        let items: Option<Vec<String>> = items.iter().map(|item| T::redact(&item.value)).collect();
        items.map(|items| format!("[{}]", items.join(", ")))
    }
}

impl<K, V: Redact> Redact for BTreeMap<K, V> {
    fn redact(raw: &Raw) -> Option<String> {
        members::<V>(raw)
    }
}

impl<K, V: Redact, S> Redact for HashMap<K, V, S> {
    fn redact(raw: &Raw) -> Option<String> {
        members::<V>(raw)
    }
}

/// The members of a map; an entry that a layer gives by itself is one of them.
fn members<V: Redact>(raw: &Raw) -> Option<String> {
    let Raw::Map(members) = raw else { return V::redact(raw) };
    let members = members.iter().map(|(key, member)| Some(format!("{key}: {}", V::redact(&member.value)?)));
    let members: Option<Vec<String>> = members.collect();
    members.map(|members| format!("{{{}}}", members.join(", ")))
}
