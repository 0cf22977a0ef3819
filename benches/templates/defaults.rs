//! The defaults, for loaders that take them as functions.
#![allow(dead_code)]

use std::time::Duration;

pub fn name() -> String {
    "service".to_owned()
}

pub fn region() -> String {
    "eu-central".to_owned()
}

// Generic, because one field changes its type when the cost of an edit is measured.
pub fn port<T: From<u16>>() -> T {
    T::from(8080)
}

pub fn hosts() -> Vec<String> {
    vec!["localhost".to_owned()]
}

pub fn timeout() -> Duration {
    Duration::from_secs(30)
}
