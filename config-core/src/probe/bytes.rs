//! Leaves that take bytes: the one kind that serde cannot be asked for.

use std::sync::Arc;

use secrecy::{SecretBox, SecretSlice};

/// Types that are made of bytes once an `encoding` says how text holds them.
pub trait ByteLeaf: Sized {
    /// The value of these bytes, in a buffer without slack.
    fn from_bytes(bytes: &[u8]) -> Self;

    /// The value when no layer says.
    fn absent() -> Option<Self> {
        None
    }
}

/// Types that take the raw bytes as they are.
pub trait RawByteLeaf: ByteLeaf {}

impl ByteLeaf for SecretSlice<u8> {
    fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(bytes.into())
    }
}

impl ByteLeaf for SecretBox<Vec<u8>> {
    fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(Box::new(bytes.to_vec()))
    }
}

impl ByteLeaf for Vec<u8> {
    fn from_bytes(bytes: &[u8]) -> Self {
        bytes.to_vec()
    }
}

impl ByteLeaf for Box<[u8]> {
    fn from_bytes(bytes: &[u8]) -> Self {
        bytes.into()
    }
}

impl ByteLeaf for Arc<[u8]> {
    fn from_bytes(bytes: &[u8]) -> Self {
        bytes.into()
    }
}

impl<T: ByteLeaf> ByteLeaf for Option<T> {
    fn from_bytes(bytes: &[u8]) -> Self {
        Some(T::from_bytes(bytes))
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl RawByteLeaf for SecretSlice<u8> {}
impl RawByteLeaf for SecretBox<Vec<u8>> {}
impl<T: RawByteLeaf> RawByteLeaf for Option<T> {}
