//! Which environment this is, and how strict it is.

use std::borrow::Cow;

use crate::context::Environment;
use crate::report::{Code, Problem};
use crate::schema::{DefaultValue, Field, Kind, Schema};

/// The environment's name, where it came from, and whether it is for development.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    name: String,
    relaxed: bool,
    from: Cow<'static, str>,
}

const RELAXED: &[&str] = &["development", "dev", "local", "test"];

/// Variables that only a deployment sets.
const DEPLOYED: &[&str] = &[
    "KUBERNETES_SERVICE_HOST",
    "ECS_CONTAINER_METADATA_URI_V4",
    "AWS_LAMBDA_FUNCTION_NAME",
    "K_SERVICE",
    "DYNO",
    "FLY_APP_NAME",
];

impl Profile {
    /// The name: `production`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a profile for development and tests; every other is *hardened*.
    #[must_use]
    pub const fn is_relaxed(&self) -> bool {
        self.relaxed
    }

    /// Where it came from: `SETTINGS_PROFILE`, `code`, or the reason of a guess.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The name, and where it came from.
    pub(crate) fn into_parts(self) -> (String, Cow<'static, str>) {
        (self.name, self.from)
    }

    /// Whether an arm of a default is for this profile: its name, its group, or `_`.
    fn matches(&self, arm: &str) -> bool {
        arm == "_" || arm == self.name || arm == if self.relaxed { "relaxed" } else { "hardened" }
    }

    /// The number of the arm that holds here: the exact name beats the group, the group beats `_`.
    pub(crate) fn choose<'a>(&self, arms: impl Iterator<Item = &'a str>) -> Option<usize> {
        let rank = |arm: &str| if arm == self.name { 0 } else { 1 + u8::from(arm == "_") };
        arms.enumerate().filter(|(_, arm)| self.matches(arm)).min_by_key(|(_, arm)| rank(arm)).map(|(number, _)| number)
    }

    /// Finds the profile: given in code, named by a variable, else guessed from the build.
    #[doc(hidden)]
    #[must_use]
    pub fn find(schema: &Schema, environment: &Environment, closed: bool, given: Option<&str>) -> (Self, Vec<Problem>) {
        let variable = schema.profile_variable();
        let mut problems = Vec::new();
        let named = environment.get(&variable).filter(|value| !value.expose().is_empty());
        let (name, from) = if let Some(given) = given {
            (given.to_owned(), "code".into())
        } else if let Some(value) = named {
            (value.into_plain().unwrap_or_default(), variable.clone())
        } else if closed || schema.facts.test {
            ("test".to_owned(), if closed { "a closed context" } else { "a build for tests" }.into())
        } else if schema.facts.debug {
            if let Some(marker) = DEPLOYED.iter().find(|name| environment.text(name).is_some()) {
                problems.push(
                    Problem::new(
                        Code::Profile,
                        variable.clone(),
                        format!("is not set, this is a debug build, and {marker} says that it is deployed"),
                    )
                    .help(format!("name the profile: {variable}=production (or staging, ...)")),
                );
            }
            ("development".to_owned(), "a debug build".into())
        } else {
            ("production".to_owned(), "a release build".into())
        };
        let mut profile = Self { relaxed: is_relaxed(schema, &name), name, from };
        if let Some(problem) = profile.check(schema, &variable) {
            // A name that cannot be trusted is never the lenient case.
            profile.relaxed = false;
            problems.push(problem);
        } else if !profile.relaxed
            && let Some(near) = near_miss(schema, &profile.name)
        {
            let problem = Problem::new(Code::Profile, variable, format!("is {:?}, which no rule names", profile.name))
                .help(format!("did you mean {near}?"));
            problems.push(problem.detailed("typo"));
        }
        (profile, problems)
    }

    fn check(&self, schema: &Schema, variable: &str) -> Option<Problem> {
        let name = if self.from == "code" { self.name.as_str() } else { variable };
        if !is_name(&self.name) {
            let problem = Problem::new(Code::Profile, name, "is not the name of a profile");
            return Some(
                problem.help("a profile is lower-case letters, digits, - and _, and begins with a letter or digit"),
            );
        }
        // Nobody named a guess of `test`, so nobody can be blamed for it: a list of deployments need not hold it.
        let guessed_test = self.name == "test" && self.from != "code" && self.from != variable;
        if guessed_test || schema.profiles.is_empty() || schema.profiles.contains(&self.name.as_str()) {
            return None;
        }
        let list = schema.profiles.join(", ");
        Some(
            Problem::new(Code::Profile, name, format!("{:?} is not a profile of this application", self.name))
                .help(format!("one of: {list}")),
        )
    }
}

/// A relaxed profile that the application takes, for advice on how to run it locally.
pub(crate) fn relaxed(schema: &Schema) -> &'static str {
    let listed = |profile: &&&'static str| schema.profiles.is_empty() || schema.profiles.contains(*profile);
    schema.relaxed.unwrap_or(RELAXED).iter().find(listed).copied().unwrap_or("development")
}

fn is_relaxed(schema: &Schema, name: &str) -> bool {
    schema.relaxed.unwrap_or(RELAXED).contains(&name)
}

/// Whether a text is the name of a profile: `[a-z0-9][a-z0-9_-]*`. It goes into paths.
fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.bytes().next().is_some_and(plain) && text.bytes().all(|b| plain(b) || b == b'_' || b == b'-')
}

/// A profile that the schema names and that this one is a misspelling of.
fn near_miss<'a>(schema: &'a Schema, name: &str) -> Option<&'a str> {
    let mut named: Vec<&'static str> = schema.relaxed.unwrap_or(&[]).to_vec();
    collect(schema, &mut named);
    if named.contains(&name) {
        return None;
    }
    crate::report::did_you_mean(name, named)
}

fn collect(schema: &Schema, named: &mut Vec<&'static str>) {
    let fields: &'static [Field] = schema.fields;
    for field in fields {
        named.extend_from_slice(field.required_in);
        if let DefaultValue::PerProfile(arms) = field.default {
            named
                .extend(arms.iter().map(|arm| arm.profile).filter(|arm| !matches!(*arm, "_" | "relaxed" | "hardened")));
        }
        if let Kind::Group(group) = &field.kind {
            collect(group.schema, named);
        }
    }
}
