//! Kinds of types that rules of the derive ask for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::{CString, OsString};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::SecretBox;
use zeroize::{Zeroize, Zeroizing};

/// Secret types: boxes of `secrecy`, and options, lists and maps of them.
pub trait SecretType {}

/// Types that hold text or bytes and print them: what a secret must not be kept in.
pub trait TextType {}

/// Maps, whose entries a layer may give one by one.
pub trait MapType {}

/// Lists, sets, tuples and arrays: what a separator splits.
pub trait ListType {}

/// Durations and times, and options, lists and maps of them: what `unit` counts in.
pub trait DurationType {}

impl<T: Zeroize + ?Sized> SecretType for SecretBox<T> {}

macro_rules! text {
    ($($type:ty)*) => { $(impl TextType for $type {})* };
}

text! {
    String OsString CString Box<str> Rc<str> Arc<str> Cow<'_, str>
    Vec<u8> VecDeque<u8> Box<[u8]> Rc<[u8]> Arc<[u8]> Cow<'_, [u8]>
}

impl DurationType for Duration {}
impl DurationType for SystemTime {}

/// What holds for a type holds for what contains values of it.
macro_rules! containers {
    ($($kind:ident)*) => { $(
        impl<T: $kind> $kind for Option<T> {}
        impl<T: $kind> $kind for Vec<T> {}
        impl<T: $kind> $kind for VecDeque<T> {}
        impl<T: $kind> $kind for LinkedList<T> {}
        impl<T: $kind> $kind for BTreeSet<T> {}
        impl<T: $kind> $kind for BinaryHeap<T> {}
        impl<T: $kind, S> $kind for HashSet<T, S> {}
        impl<K, V: $kind> $kind for BTreeMap<K, V> {}
        impl<K, V: $kind, S> $kind for HashMap<K, V, S> {}
        impl<T: $kind> $kind for Box<T> {}
        impl<T: $kind> $kind for Rc<T> {}
        impl<T: $kind> $kind for Arc<T> {}
        impl<T: $kind> $kind for Box<[T]> {}
        impl<T: $kind> $kind for Rc<[T]> {}
        impl<T: $kind> $kind for Arc<[T]> {}
        impl<T: $kind, const N: usize> $kind for [T; N] {}
        impl<T: $kind + Zeroize> $kind for Zeroizing<T> {}
    )* };
}

containers! { SecretType TextType DurationType }

impl<K, V> MapType for BTreeMap<K, V> {}
impl<K, V, S> MapType for HashMap<K, V, S> {}
impl<T: MapType> MapType for Option<T> {}

macro_rules! lists {
    ($($type:ident)*) => { $(impl<T> ListType for $type<T> {})* };
}

lists! { Vec VecDeque LinkedList BTreeSet BinaryHeap }

impl<T, S> ListType for HashSet<T, S> {}
impl<T> ListType for Box<[T]> {}
impl<T> ListType for Rc<[T]> {}
impl<T> ListType for Arc<[T]> {}
impl<T, const N: usize> ListType for [T; N] {}
impl<A> ListType for (A,) {}
impl<A, B> ListType for (A, B) {}
impl<A, B, C> ListType for (A, B, C) {}
impl<A, B, C, D> ListType for (A, B, C, D) {}
// The separator of a map stands between its entries.
impl<K, V> ListType for BTreeMap<K, V> {}
impl<K, V, S> ListType for HashMap<K, V, S> {}
impl<T: ListType> ListType for Option<T> {}
