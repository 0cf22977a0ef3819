//! The types whose values may be shown.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::{CString, OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32, AtomicU64,
    AtomicUsize,
};
use std::time::{Duration, SystemTime};

/// A type whose values may be shown in reports, explanations and docs.
///
/// Numbers, text, paths, durations, times and addresses are plain, and so are options, lists, tuples and maps of
/// plain types and unit enums that derive `Settings`. A value of any other type is never printed, and neither is the
/// text of its own errors, unless its field says `#[settings(public)]` or its type implements this trait.
///
/// Implement it only for types that hold no secret and no part of one: not for a URL, whose password would be shown. A
/// type that knows how to leave the secret out implements [`Redact`](super::Redact).
pub trait Plain {}

macro_rules! plain {
    ($($type:ty)*) => { $(impl Plain for $type {})* };
}

plain! {
    () bool char str String OsStr OsString CString Path PathBuf
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64
    AtomicBool AtomicI8 AtomicI16 AtomicI32 AtomicI64 AtomicIsize
    AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize
    NonZero<i8> NonZero<i16> NonZero<i32> NonZero<i64> NonZero<i128> NonZero<isize>
    NonZero<u8> NonZero<u16> NonZero<u32> NonZero<u64> NonZero<u128> NonZero<usize>
    Duration SystemTime
    IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6
}

macro_rules! plain_of {
    ($($type:ident)*) => { $(impl<T: Plain> Plain for $type<T> {})* };
}

plain_of! {
    Option Vec VecDeque LinkedList BTreeSet BinaryHeap Wrapping Saturating Reverse Cell RefCell
    Range RangeFrom RangeInclusive RangeTo Bound
}

impl<T: Plain + ?Sized> Plain for Box<T> {}
impl<T: Plain + ?Sized> Plain for Rc<T> {}
impl<T: Plain + ?Sized> Plain for Arc<T> {}
impl<T: Plain + ToOwned + ?Sized> Plain for Cow<'_, T> {}
impl<T: Plain> Plain for [T] {}
impl<T: Plain, const N: usize> Plain for [T; N] {}
impl<T: Plain, S> Plain for HashSet<T, S> {}
impl<K: Plain, V: Plain> Plain for BTreeMap<K, V> {}
impl<K: Plain, V: Plain, S> Plain for HashMap<K, V, S> {}
impl<A: Plain> Plain for (A,) {}
impl<A: Plain, B: Plain> Plain for (A, B) {}
impl<A: Plain, B: Plain, C: Plain> Plain for (A, B, C) {}
impl<A: Plain, B: Plain, C: Plain, D: Plain> Plain for (A, B, C, D) {}
