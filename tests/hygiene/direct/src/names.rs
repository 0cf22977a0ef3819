//! Fields that are called like what generated code calls its own.

use ::std::string::String;
use ::tactful::Settings;

/// Raw identifiers.
#[derive(::core::fmt::Debug, Settings)]
#[settings(prefix = "RAW")]
#[non_exhaustive]
pub struct Raw {
    /// `RAW_TYPE`.
    pub r#type: String,
    /// `RAW_MATCH`.
    #[settings(default = 3)]
    pub r#match: u8,
    /// `RAW_ASYNC_*`.
    #[settings(nested)]
    pub r#async: r#Loop,
    /// `RAW_YIELD`.
    #[settings(default = "r#in")]
    pub r#yield: r#Dyn,
}

/// A group that needs no raw identifier and has one.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct r#Loop {
    /// `RAW_ASYNC_FN`.
    #[settings(default = false)]
    pub r#fn: bool,
}

/// Words.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, Settings)]
#[settings(rename_all = "lowercase")]
#[non_exhaustive]
pub enum r#Dyn {
    /// A variant that needs a name of its own.
    #[settings(rename = "r#in")]
    r#In,
    /// A plain one.
    Out,
}

/// Names of the locals, parameters and items that generated code has or could have.
#[derive(::core::fmt::Debug, Settings)]
#[settings(prefix = "LOCALS", validate = rules)]
#[allow(clippy::struct_excessive_bools, clippy::pub_underscore_fields)]
#[non_exhaustive]
pub struct Locals {
    /// A field.
    #[settings(default = true, validate = value)]
    pub binder: bool,
    /// A field.
    #[settings(default = true, validate = value)]
    pub value: bool,
    /// A field.
    #[settings(default(_ = arm()))]
    pub arm: bool,
    /// A field.
    #[settings(with = raw, default = "true")]
    pub raw: bool,
    /// A field.
    #[settings(default = true)]
    pub field: bool,
    /// A field.
    #[settings(default = true)]
    pub field_0: bool,
    /// A field.
    #[settings(default = true)]
    pub field_1: bool,
    /// A field.
    #[settings(default = true)]
    pub index: bool,
    /// A field.
    #[settings(default = true)]
    pub schema: bool,
    /// A field.
    #[settings(default = true)]
    pub __tactful: bool,
    /// A field.
    #[settings(default = true)]
    pub serde: bool,
    /// A field.
    #[settings(default = true)]
    pub bind: bool,
    /// A field.
    #[settings(default = true)]
    pub load: bool,
    /// A field.
    #[settings(default = true)]
    pub core: bool,
}

// Functions of the same names, which the attributes above call.

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn value(binder: &bool) -> ::core::result::Result<(), &'static str> {
    if *binder { ::core::result::Result::Ok(()) } else { ::core::result::Result::Err("is false") }
}

const fn arm() -> bool {
    true
}

fn raw(field: &str) -> ::core::result::Result<bool, ::core::str::ParseBoolError> {
    field.parse()
}

const fn rules(binder: &Locals) -> ::core::result::Result<(), &'static str> {
    value(&binder.binder)
}
