//! The manager inside of a source, to be examined.

use std::error::Error;
use std::sync::Arc;

use tactful_core::Profile;
use tactful_core::bind::Bind;
use tactful_core::context::Context;
use tactful_core::local::{Answers, Local};
use tactful_core::source::Source;

use super::super::SecretManager;
use super::super::managed::{Managed, Opener};
use super::super::plan::given_in_code;
use super::super::store::Limits;
use crate::{Env, process};

/// The settings of no application.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
struct Nothing {}

/// The manager of a source such as `Vault` or `Exec`, opened as a load would do it: from what code gives it and from the
/// variables of a context.
///
/// # Errors
/// The source holds no manager, its options are wrong, or they do not make one.
pub async fn opened(
    source: &impl Source,
    context: &Context,
) -> Result<Arc<dyn SecretManager>, Box<dyn Error + Send + Sync>> {
    let managed = source.as_any().and_then(|source| source.downcast_ref::<Managed>());
    let managed = managed.ok_or("this source holds no secret manager")?;
    let environment = context.closed().map_or_else(process::environment, Clone::clone);
    let schema = Nothing::SCHEMA;
    let (profile, _) = Profile::find(schema, &environment, context.closed().is_some(), Some("test"));
    let (world, _) = process::world(schema, context, environment, &profile);
    let limits = Limits { closed: world.closed, ..managed.limits };
    let kind = match &managed.opener {
        Opener::Ready(manager, _) => return Ok(Arc::clone(manager)),
        Opener::Code(maker) => return Ok(maker.make(&world, limits)),
        Opener::Kind(kind) => *kind,
    };
    let env = Env::new();
    let sources = || std::iter::once(&env as &dyn Source);
    let local = Local::read::<Nothing>(world, profile, &mut sources(), true);
    let opening = {
        let mut options = kind.options(&local, &mut sources());
        options.give(given_in_code(&managed.given));
        kind.open(options.complete(Answers::default()), limits)?.0
    };
    Ok(opening.await?)
}
