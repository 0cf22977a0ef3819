//! Part of every bench program: runs the load and sums up what it gave.
//!
//! The runner compiles this file too, so that it can work out the sum it expects by itself.
#![allow(dead_code)]

use std::hint::black_box;

/// FNV-1a over every value, secrets included: equal sums mean equal settings.
pub struct Digest(u64);

/// The ten values of one group, whatever types the loader keeps them in.
pub struct Group<'a> {
    pub name: &'a str,
    pub region: &'a str,
    pub port: u32,
    pub enabled: bool,
    pub hosts: &'a [String],
    /// In nanoseconds.
    pub timeout: u128,
    pub note: Option<&'a str>,
    pub limit: Option<u32>,
    pub pin: u32,
    pub token: &'a str,
}

impl Digest {
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub fn value(&self) -> u64 {
        self.0
    }

    pub fn group(&mut self, group: &Group<'_>) {
        self.text(group.name);
        self.text(group.region);
        self.bytes(&group.port.to_le_bytes());
        self.bytes(&[u8::from(group.enabled)]);
        for host in group.hosts {
            self.text(host);
        }
        self.bytes(&group.timeout.to_le_bytes());
        self.text(group.note.unwrap_or("(none)"));
        self.text(&group.limit.map_or("(none)".to_owned(), |limit| limit.to_string()));
        self.bytes(&group.pin.to_le_bytes());
        self.text(group.token);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        // Not a byte of UTF-8: keeps "ab", "c" apart from "a", "bc".
        self.bytes(&[0xff]);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

/// Loads twice and prints both sums; or, as `cold`, does what a program does: loads once and ends.
pub fn run<S>(load: fn() -> S, digest: fn(&S) -> u64) {
    if std::env::args_os().nth(1).is_some_and(|mode| mode == "cold") {
        black_box(load());
        return;
    }
    let first = load();
    let second = load();
    println!("{:016x} {:016x}", digest(&first), digest(&second));
}
