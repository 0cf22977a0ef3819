//! What others make of the same URLs, values and dotenv files, and every difference that is meant: see README.md.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are tests too")]

#[path = "../../servers/mod.rs"]
mod servers;

mod cases;
mod casts;
mod facts;
mod guide;
mod listing;
mod peer;
mod rules;
mod urls;

#[test]
fn urls_as_django_environ_reads_them() {
    let Some(python) = servers::offered("TEST_PYTHON") else { return };
    let cases = urls::cases();
    let ours: Vec<_> = cases.iter().map(urls::ours).collect();
    let theirs = peer::ask_python(&python, "urls.py", &cases);
    let theirs: Vec<_> = cases.iter().zip(&theirs).map(|(case, answer)| urls::theirs(case, answer)).collect();
    listing::check("urls", &cases, &ours, &theirs, urls::predicate);
}

#[test]
fn values_as_django_environ_casts_them() {
    let Some(python) = servers::offered("TEST_PYTHON") else { return };
    let cases = casts::cases();
    let ours: Vec<_> = cases.iter().map(casts::ours).collect();
    let theirs: Vec<_> = peer::ask_python(&python, "casts.py", &cases).iter().map(casts::theirs).collect();
    listing::check("casts", &cases, &ours, &theirs, casts::predicate);
}
