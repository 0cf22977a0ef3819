//! Mistakes that do not compile, and what the compiler says of them; read each `.stderr` as a user would.
//!
//! `TRYBUILD=overwrite cargo test --test ui` writes them anew.

// The compiler lists types that implement a trait, and with the clients those are theirs. trybuild would build them all
// once more, too.
#[test]
#[cfg_attr(
    any(
        feature = "lettre",
        feature = "redis",
        feature = "sqlx-mysql",
        feature = "sqlx-postgres",
        feature = "sqlx-sqlite",
        feature = "tokio-postgres"
    ),
    ignore = "told without the features of clients"
)]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    for kind in ["attribute", "conflict", "enums", "names", "profiles", "secrets", "shapes", "types"] {
        cases.compile_fail(format!("tests/ui/{kind}/*.rs"));
    }
}
