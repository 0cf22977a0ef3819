//! Azure Key Vault: against the project's stand-in, and against a server that fails on purpose.

mod conformance;
mod example;
mod faults;
mod logins;
mod stand_in;

use tactful::{AzureKeyVault, Context, LoadError, SecretString, Settings};

use crate::support::CANARY;

/// Settings that stand in one document: `shop` of the stand-in.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
    #[settings(nested)]
    stripe: Stripe,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Stripe {
    secret_key: SecretString,
    #[settings(default = "30s")]
    timeout: std::time::Duration,
}

/// A single key, for references.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct One {
    key: SecretString,
}

/// One key whose value is a reference, in a world of these variables.
fn follow(reference: &str, pairs: &[(&str, &str)]) -> Result<One, LoadError> {
    let pairs = pairs.iter().copied().chain([("KEY", reference)]);
    One::loader().context(Context::from_pairs(pairs)).load()
}

fn document(source: AzureKeyVault, pairs: &[(&str, &str)]) -> Result<Shop, LoadError> {
    Shop::loader().context(Context::from_pairs(pairs.iter().copied())).push(source).load()
}

/// The text of a report, which holds no secret however it is looked at.
#[track_caller]
fn told(error: &LoadError) -> String {
    let report = error.report();
    let text = format!("{error}\n{error:?}\n{report:?}\n{}\n{}", report.to_json(), report.lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    error.to_string()
}

/// What the one problem of a report is, after `source.` or `reference.`; and the whole text.
#[track_caller]
fn detail(error: &LoadError) -> (String, String) {
    let text = told(error);
    let problems = error.report().problems();
    let detail = problems.iter().find_map(tactful::Problem::detail).unwrap_or_else(|| panic!("{text}"));
    (detail.to_owned(), text)
}
