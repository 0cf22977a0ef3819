//! Which answer is for which request.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use super::{Answer, Request};
use crate::worker::lock;

/// Where the answers to some requests come from.
#[derive(Clone)]
pub(super) enum Script {
    Sequence(Arc<Mutex<VecDeque<Answer>>>),
    Respond(Arc<dyn Fn(&Request) -> Answer + Send + Sync>),
}

impl Script {
    pub(super) fn sequence(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::Sequence(Arc::new(Mutex::new(answers.into_iter().collect())))
    }

    pub(super) fn respond(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::Respond(Arc::new(answer))
    }

    /// The last answer of a sequence stays.
    pub(super) fn next(&self, request: &Request) -> Option<Answer> {
        match self {
            Self::Sequence(answers) => {
                let mut answers = lock(answers);
                if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }
            }
            Self::Respond(answer) => Some(answer(request)),
        }
    }
}

/// The scripts by their paths.
#[derive(Default)]
pub(super) struct Scripts(Vec<(String, Script)>);

impl Scripts {
    pub(super) fn set(&mut self, path: String, script: Script) {
        self.0.retain(|(other, _)| *other != path);
        self.0.push((path, script));
    }

    /// The one whose path says most about that of the request.
    pub(super) fn find(&self, path: &str) -> Option<Script> {
        let (path, _query) = path.split_once('?').unwrap_or((path, ""));
        let matches = self.0.iter().filter(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => path == pattern,
        });
        // `/a*` is as long as `/ab`, and says less.
        let best = matches.max_by_key(|(pattern, _)| (pattern.len(), !pattern.ends_with('*')));
        best.map(|(_, script)| script.clone())
    }
}
