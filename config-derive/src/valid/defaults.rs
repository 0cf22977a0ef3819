//! Defaults: one for all profiles or one per profile, and what a secret may have.

use super::Surroundings;
use super::names;
use crate::attr::DefaultAttr;
use crate::ctxt::Ctxt;
use crate::item::Attr;
use crate::model::{Defaults, Secrecy};

pub(super) const SECRET_DEFAULT: &str =
    "a secret takes defaults for relaxed profiles only: write `default(relaxed = ..)`, or `public` if it is no secret";

pub(super) fn of(ctxt: &Ctxt, around: &Surroundings, attr: Option<Attr<DefaultAttr>>, secrecy: Secrecy) -> Defaults {
    let Some(attr) = attr else { return Defaults::None };
    if secrecy == Secrecy::Secret {
        for tokens in hardened(around, &attr) {
            ctxt.error(tokens, SECRET_DEFAULT);
        }
    }
    match attr.value {
        DefaultAttr::One(value) => Defaults::One(value),
        DefaultAttr::PerProfile(arms) => {
            let mut seen: Vec<String> = Vec::new();
            for arm in &arms {
                let profile = &arm.value.profile;
                if let Some(complaint) = names::profile_complaint(profile, true) {
                    arm.error(ctxt, complaint);
                } else if seen.contains(profile) {
                    arm.error(ctxt, format_args!("profile `{profile}` has two defaults"));
                } else {
                    names::check_listed(ctxt, &arm.tokens, profile, &around.profiles);
                }
                seen.push(profile.clone());
            }
            Defaults::PerProfile(arms.into_iter().map(|arm| (arm.value.profile, arm.value.value)).collect())
        }
    }
}

/// The parts of a default that a hardened profile may use.
pub(super) fn hardened(around: &Surroundings, attr: &Attr<DefaultAttr>) -> Vec<proc_macro2::TokenStream> {
    let DefaultAttr::PerProfile(arms) = &attr.value else { return vec![attr.tokens.clone()] };
    let is_relaxed = |profile: &String| profile == "relaxed" || around.relaxed.contains(profile);
    arms.iter().filter(|arm| !is_relaxed(&arm.value.profile)).map(|arm| arm.tokens.clone()).collect()
}
