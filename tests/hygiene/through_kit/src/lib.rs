//! Settings in a crate that knows the library by another name: `::tactful` does not exist here, nor does serde.
#![no_implicit_prelude]
#![deny(missing_docs, unused, clippy::pedantic)]

use ::std::string::String;
use ::std::vec::Vec;

/// The library once more, by a path inside this crate.
pub mod own {
    pub use ::kit::settings;
}

/// A struct that finds the library in the kit.
#[derive(::core::fmt::Debug, ::kit::settings::Settings)]
#[settings(crate = ::kit::settings, prefix = "SHOP")]
#[non_exhaustive]
pub struct Shop {
    /// Its name.
    pub name: String,
    /// The key of its sessions.
    #[settings(default(relaxed = "not-for-production"))]
    pub secret_key: ::kit::settings::SecretString,
    /// Its doors.
    #[settings(nested)]
    pub doors: Vec<Door>,
    /// Who may enter.
    #[settings(nested)]
    pub access: Access,
    /// A group of whatever.
    #[settings(nested)]
    pub extra: Extra<u8>,
}

/// A struct that finds it by a path inside this crate.
#[derive(::core::fmt::Debug, ::kit::settings::Settings)]
#[settings(crate = crate::own::settings)]
#[non_exhaustive]
pub struct Door {
    /// Its width.
    #[settings(default = 90, validate = ::kit::settings::validate::range(60..=200))]
    pub width: u16,
    /// Its side.
    #[settings(default = "left")]
    pub side: Side,
}

/// An enum that is a value.
#[derive(
    ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::kit::settings::Settings,
)]
#[settings(crate = ::kit::settings, rename_all = "lowercase")]
#[non_exhaustive]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// An enum that is a group.
#[derive(::core::fmt::Debug, ::kit::settings::Settings)]
#[settings(crate = self::own::settings, tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Access {
    /// Everybody.
    Open,
    /// Who knows the word.
    Guarded {
        /// The word.
        password: ::kit::settings::SecretString,
    },
}

/// A group of a parameter.
#[derive(::core::fmt::Debug, ::kit::settings::Settings)]
#[settings(crate = ::kit::settings)]
#[non_exhaustive]
pub struct Extra<T> {
    /// A value.
    pub value: ::core::option::Option<T>,
}
