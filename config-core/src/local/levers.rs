//! Levers that will have no effect: whoever moved one waits for it.

use super::Local;
use crate::controls::EnvWins;
use crate::merge::Merged;
use crate::report::{Code, Problem, did_you_mean};

impl Local<'_> {
    /// A name of `SETTINGS_ENV_WINS` that nobody has would leave the operator waiting for an effect.
    pub(super) fn check_names_that_win(&mut self) {
        let EnvWins::Named(names) = &self.controls.env_wins else { return };
        let index = &self.merged.index;
        let lever = index.schema().lever("ENV_WINS");
        for name in names {
            if index.find(name).next().is_some() || index.enumerates(name).is_some() {
                continue;
            }
            let known: Vec<String> = index.in_order().into_iter().map(|id| index.env_name(id)).collect();
            let near = did_you_mean(name, known.iter().map(String::as_str));
            let message = format!("names {name:?}, which no key of these settings has");
            let problem = Problem::new(Code::Invalid, lever.clone(), message);
            self.problems.push(match near {
                Some(near) => problem.help(format!("did you mean {near}?")),
                None => problem.help("names are those of variables, separated by commas; * is all of them"),
            });
        }
    }

    /// Levers that are nearly one: `SETTINGS_MANAGER=none` would leave an operator waiting for an effect.
    pub(super) fn misspelt_levers(&self) -> Vec<Problem> {
        let schema = self.schema();
        let prefix = schema.lever("");
        let tell = |name: &str| {
            let lever = name.strip_prefix(&*prefix)?;
            let is_known = schema.is_lever(name) || name == schema.profile_variable();
            let near = did_you_mean(lever, crate::schema::levers()).filter(|_| !is_known)?;
            let is_key = self.merged.index.find(name).next().is_some();
            let problem = Problem::new(Code::Unknown, name, "is no lever of a load");
            (!is_key).then(|| problem.help(format!("did you mean {}?", schema.lever(near))).warning())
        };
        self.world.environment.names().filter_map(tell).collect()
    }

    /// Names of `SETTINGS_ENV_WINS` whose keys the environment does not have: a forgotten `export`.
    pub(super) fn idle_names(&self, preview: &Merged) -> Vec<Problem> {
        let EnvWins::Named(names) = &self.controls.env_wins else { return Vec::new() };
        let lever = self.schema().lever("ENV_WINS");
        let is_known = |name: &&String| preview.index.find(name).next().is_some();
        let is_given = |name: &str| {
            let named = EnvWins::Named(vec![name.to_owned()]);
            preview.index.in_order().into_iter().any(|id| preview.is_given_to_env(id, &named))
        };
        let idle = names.iter().filter(is_known).filter(|name| !is_given(name));
        let tell = |name: &String| {
            let message = format!("names {name}, which the environment does not have: what a manager says counts");
            let help = format!("set {name} in the environment of the process, or take it out of {lever}");
            Problem::new(Code::Suspect, lever.clone(), message).help(help).warning()
        };
        idle.map(tell).collect()
    }
}
