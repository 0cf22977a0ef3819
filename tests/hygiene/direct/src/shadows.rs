//! Things of the names that every program has in scope, and that are none of them.
#![allow(dead_code, missing_docs, clippy::all, clippy::pedantic, clippy::nursery, nonstandard_style)]
#![allow(clippy::exhaustive_structs, clippy::exhaustive_enums, missing_debug_implementations)]

mod std {}
mod core {}
mod alloc {}
mod tactful {}
mod serde {}
mod secrecy {}

pub struct Option;
pub struct Some;
pub struct None;
pub struct Result;
pub struct Ok;
pub struct Err;
pub struct String;
pub struct Vec;
pub struct Box;
pub struct Raw;
pub struct Field;
pub struct Leaf;
pub struct Schema;
pub struct Binder;
pub struct Probe;
pub struct Reader;
pub struct Unknown;
pub struct Group;
pub struct Shape;
pub struct str;
pub struct bool;
pub struct usize;
pub struct u32;
pub trait Default {}
pub trait From {}
pub trait Into {}
pub trait Bind {}
pub trait Iterator {}
pub trait FromStr {}
pub fn drop() {}
pub fn identity() {}

/// A struct that names its types in full.
#[derive(::core::fmt::Debug, ::tactful::Settings)]
#[settings(prefix = "SHADOWS")]
pub struct Shadowed {
    #[settings(default(relaxed = "r"))]
    pub secret_key: ::tactful::SecretString,
    #[settings(default = 5, validate = small)]
    pub number: ::core::primitive::u16,
    #[settings(default = ["a"])]
    pub hosts: ::std::vec::Vec<::std::string::String>,
    pub absent: ::core::option::Option<::std::string::String>,
    #[settings(nested)]
    pub tagged: Tagged,
    #[settings(default = "one")]
    pub unit: Unit,
    #[settings(with = read, default = "1")]
    pub read: ::core::primitive::u32,
}

#[derive(::core::fmt::Debug, ::tactful::Settings)]
#[settings(tag = "kind", rename_all = "lowercase")]
pub enum Tagged {
    #[settings(default)]
    Some,
    None {
        #[settings(default = "x")]
        text: ::std::string::String,
    },
}

#[derive(::core::fmt::Debug, ::tactful::Settings)]
#[settings(rename_all = "lowercase")]
pub enum Unit {
    One,
    Two,
}

fn small(number: &::core::primitive::u16) -> ::core::result::Result<(), &'static ::core::primitive::str> {
    if *number < 10 { ::core::result::Result::Ok(()) } else { ::core::result::Result::Err("not small") }
}

fn read(text: &::core::primitive::str) -> ::core::result::Result<::core::primitive::u32, ::core::num::ParseIntError> {
    text.parse()
}
