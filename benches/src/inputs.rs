//! What every program is given: the environment, `settings.toml` and `.env`; and what it must make of them.
//!
//! | field | type | A: environment | B: default | `settings.toml` | `.env` | environment |
//! |---|---|---|---|---|---|---|
//! | `name` | `String` | x | x | wins | | |
//! | `region` | `String` | x | wins | | | |
//! | `port` | `u16` | x | x | x | | wins |
//! | `enabled` | `bool` | x | x | wins | | |
//! | `hosts` | `Vec<String>` | x | x | wins | | |
//! | `timeout` | `Duration` | x | x | x | wins | |
//! | `note` | `Option<String>` | x | | wins | | |
//! | `limit` | `Option<u32>` | x | | (unset everywhere) | | |
//! | `pin` | `SecretBox<u32>` | x | | | wins | |
//! | `token` | `SecretString` | x | | | x | wins |
//!
//! No secret stands in the file, as it should be. Names of groups and fields are single words without `_`,
//! because some peers split variable names there.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::harness::{Digest, Group};
use crate::{Result, Scenario};

/// What a process usually finds: the same in every run, apart from what valgrind adds.
const USUAL: [(&str, &str); 20] = [
    ("COLORTERM", "truecolor"),
    ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus"),
    ("EDITOR", "vi"),
    ("HOME", "/home/service"),
    ("HOSTNAME", "service-7d9f8b6c5-x2x4z"),
    ("LANG", "en_GB.UTF-8"),
    ("LC_TIME", "en_GB.UTF-8"),
    ("LOGNAME", "service"),
    ("MAIL", "/var/mail/service"),
    ("PAGER", "less"),
    ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
    // Tactful's alone: without it a release build counts as production, which reads no dotenv file.
    ("SETTINGS_PROFILE", "development"),
    ("SHELL", "/bin/sh"),
    ("SHLVL", "1"),
    ("TERM", "xterm-256color"),
    ("TMPDIR", "/tmp"),
    ("TZ", "UTC"),
    ("USER", "service"),
    ("XDG_CONFIG_HOME", "/home/service/.config"),
    ("XDG_RUNTIME_DIR", "/run/user/1000"),
];

/// The whole environment of a measured process.
#[must_use]
pub fn environment(scenario: Scenario, groups: usize) -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> =
        USUAL.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for group in 0..groups {
        let values = Values::of(scenario, group);
        let mut set = |field: &str, value: String| variables.push((format!("APP_G{group:02}_{field}"), value));
        set("PORT", values.port.to_string());
        set("TOKEN", values.token);
        if scenario == Scenario::A {
            set("NAME", values.name);
            set("REGION", values.region);
            set("ENABLED", values.enabled.to_string());
            set("HOSTS", values.hosts.join(","));
            set("TIMEOUT", format!("{}s", values.timeout.as_secs()));
            set("NOTE", values.note.unwrap_or_default());
            set("LIMIT", values.limit.unwrap_or_default().to_string());
            set("PIN", values.pin.to_string());
        }
    }
    variables
}

/// Writes the files of scenario B into a directory.
pub fn write_files(directory: &Path, groups: usize) -> Result<()> {
    let mut toml = String::from("# Settings of the service.\n");
    let mut dotenv = String::from("# Settings of this machine.\n");
    for group in 0..groups {
        // Writing to a String cannot fail.
        let _ = settings_of(group, &mut toml);
        let _ = dotenv_of(group, &mut dotenv);
    }
    for (name, text) in [("settings.toml", toml), (".env", dotenv)] {
        let path = directory.join(name);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn settings_of(group: usize, out: &mut String) -> std::fmt::Result {
    let values = Values::of(Scenario::B, group);
    writeln!(out, "\n[g{group:02}]")?;
    writeln!(out, "name = \"{}\"", values.name)?;
    writeln!(out, "port = {} # the environment wins", 7000 + group)?;
    writeln!(out, "enabled = {}", values.enabled)?;
    writeln!(out, "hosts = [\"{}\"]", values.hosts.join("\", \""))?;
    writeln!(out, "timeout = \"45s\"")?;
    writeln!(out, "note = '{}'", values.note.unwrap_or_default())
}

fn dotenv_of(group: usize, out: &mut String) -> std::fmt::Result {
    let values = Values::of(Scenario::B, group);
    writeln!(out, "\n# Group {group}")?;
    writeln!(out, "APP_G{group:02}_TIMEOUT={}m{}s", values.timeout.as_secs() / 60, values.timeout.as_secs() % 60)?;
    writeln!(out, "APP_G{group:02}_PIN={}", values.pin)?;
    writeln!(out, "APP_G{group:02}_TOKEN=\"{}\"", token(group, 3))
}

/// The sum of the settings that every loader must give.
#[must_use]
pub fn expected(scenario: Scenario, groups: usize) -> u64 {
    let mut digest = Digest::new();
    for group in 0..groups {
        let values = Values::of(scenario, group);
        digest.group(&Group {
            name: &values.name,
            region: &values.region,
            port: values.port,
            enabled: values.enabled,
            hosts: &values.hosts,
            timeout: values.timeout.as_nanos(),
            note: values.note.as_deref(),
            limit: values.limit,
            pin: values.pin,
            token: &values.token,
        });
    }
    digest.value()
}

/// The values of one group after all layers.
struct Values {
    name: String,
    region: String,
    port: u32,
    enabled: bool,
    hosts: Vec<String>,
    timeout: Duration,
    note: Option<String>,
    limit: Option<u32>,
    pin: u32,
    token: String,
}

impl Values {
    fn of(scenario: Scenario, group: usize) -> Self {
        // Fewer groups than names have digits for, so all of this fits.
        let g = u32::try_from(group).unwrap_or_default();
        let hosts = |suffix: &str| ["a", "b", "c"].map(|host| format!("{host}{group:02}.{suffix}")).to_vec();
        let common = Self {
            name: format!("service-{group:02}"),
            region: format!("eu-central-{group:02}"),
            port: 8000 + g,
            enabled: group.is_multiple_of(2),
            hosts: hosts("internal.example"),
            timeout: Duration::from_secs(u64::from(30 + g)),
            note: Some(format!("kept by the team of group {group:02}")),
            limit: Some(1000 + g),
            pin: 100_000 + 37 * g,
            token: token(group, 1),
        };
        match scenario {
            Scenario::A => common,
            Scenario::B => Self {
                name: format!("billing-{group:02}"),
                region: "eu-central".to_owned(),
                port: 9000 + g,
                hosts: hosts("example.org"),
                timeout: Duration::from_secs(u64::from(90 + g % 20)),
                limit: None,
                pin: 700_000 + 41 * g,
                token: token(group, 2),
                ..common
            },
        }
    }
}

/// Forty characters that look like a token and begin with a letter, so that nobody takes them for a number.
fn token(group: usize, kind: u64) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut state = (group as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ kind;
    let mut token = String::from("tk");
    while token.len() < 40 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        token.push(char::from(LETTERS[(state >> 59) as usize]));
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_and_sizes_differ() {
        assert_ne!(expected(Scenario::A, 1), expected(Scenario::B, 1));
        assert_ne!(expected(Scenario::A, 1), expected(Scenario::A, 2));
    }

    #[test]
    fn environment_holds_a_variable_per_field() {
        assert_eq!(environment(Scenario::A, 10).len(), USUAL.len() + 100);
        assert_eq!(environment(Scenario::B, 10).len(), USUAL.len() + 20);
    }
}
