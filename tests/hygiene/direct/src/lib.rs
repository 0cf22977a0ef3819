//! Settings where nothing is in scope: no prelude, and in its place things of the same names that do not work.
#![no_implicit_prelude]
#![deny(missing_docs, unused, clippy::pedantic)]

/// Macros of the prelude as traps: generated code that calls one by its bare name does not compile.
macro_rules! traps {
    ($dollar:tt $($name:ident)*) => {$(
        #[allow(unused_macros)]
        macro_rules! $name {
            ($dollar($dollar tokens:tt)*) => {
                ::core::compile_error!("a macro is called by its bare name")
            };
        }
    )*};
}

traps! { $
    assert assert_eq cfg concat debug_assert env file format format_args line matches module_path option_env panic print
    println stringify todo unimplemented unreachable vec write
}

pub mod everything;
pub mod groups;
pub mod names;
pub mod shadows;
