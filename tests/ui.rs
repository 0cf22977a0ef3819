//! Mistakes that do not compile, and what the compiler says of them; read each `.stderr` as a user would.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes them anew.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for kind in ["attribute", "conflict", "enums", "names", "profiles", "secrets", "shapes", "types"] {
        cases.compile_fail(format!("tests/ui/{kind}/*.rs"));
    }
}
