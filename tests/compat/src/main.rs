//! What others make of the same URLs, values and dotenv files, and every difference that is meant: see README.md.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are tests too")]

#[path = "../../servers/mod.rs"]
mod servers;

mod cases;
mod casts;
mod dotenv;
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

#[test]
fn dotenv_files_as_others_read_them() {
    let Some(python) = servers::offered("TEST_PYTHON") else { return };
    let (Some(node), Some(modules)) = (servers::offered("TEST_NODE"), servers::offered("TEST_NODE_MODULES")) else {
        return;
    };
    let files = dotenv::files();
    let ours: Vec<_> = files.iter().map(dotenv::ours).collect();
    let of_python = peer::ask_python(&python, "dotenv_files.py", &files);
    let of_node = peer::ask_node(&node, &modules, "dotenv_files.js", &files);
    let theirs: Vec<_> = of_python.iter().chain(&of_node).map(dotenv::theirs).collect();
    let cases = [dotenv::read_by("python-dotenv", &files), dotenv::read_by("dotenv", &files)].concat();
    listing::check("dotenv", &cases, &[ours.clone(), ours].concat(), &theirs, dotenv::predicate);
}
