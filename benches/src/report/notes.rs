//! The words around the tables of `RESULTS.md`.

use std::fmt::{self, Write as _};
use std::process::Command;

use crate::loaders::LOADERS;
use crate::workspace;

pub(super) fn write_introduction(out: &mut String) -> fmt::Result {
    writeln!(
        out,
        "# Results\n\n\
         Written by `tactful-bench all`; what is measured, and how, is in [README.md](README.md).\n\n\
         Instructions are callgrind's, from the entry of the load to its return; they do not depend on how \
         fast or busy the machine is, but do on compiler, libc and processor features. Seconds depend on the \
         machine: read their ratios. `again` is the second load of the same process.\n\n\
         Measured with {}, {} and glibc {}, on {}.\n",
        first_line("rustc", "--version"),
        first_line("valgrind", "--version"),
        // `ldd (GNU libc) 2.36`
        first_line("ldd", "--version").rsplit(' ').next().unwrap_or_default(),
        std::env::consts::ARCH,
    )
}

pub(super) fn write_notes(out: &mut String) -> fmt::Result {
    writeln!(out, "### Notes\n")?;
    let lock = std::fs::read_to_string(workspace::peers_lock()).unwrap_or_default();
    for loader in LOADERS.iter().filter(|loader| !loader.note.is_empty()) {
        let version = version_of(&lock, loader.name).map_or_else(String::new, |version| format!(" {version}"));
        writeln!(out, "- **{}**{version}: {}.", loader.group, loader.note)?;
    }
    Ok(())
}

/// The version of a package in a lock file.
fn version_of<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

fn first_line(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or("(unknown)").to_owned()
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn finds_a_version() {
        assert_eq!(version_of("name = \"a\"\nversion = \"1.2\"\n", "a"), Some("1.2"));
        assert_eq!(version_of("name = \"ab\"\nversion = \"1.2\"\n", "b"), None);
    }
}
