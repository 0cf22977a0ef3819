//! Structs that carry the rules of the crate `garde`.

use super::Failure;

/// The struct keeps the rules of its `garde::Validate`: `#[settings(validate = tactful::validate::garde)]`. Every broken
/// rule becomes a problem of the field that it names.
///
/// What garde says may repeat the value, so that it is treated as any other text of a rule across fields.
///
/// # Errors
/// One failure for each broken rule.
pub fn garde<T>(value: &T) -> Result<(), Failure>
where
    T: ::garde::Validate,
    T::Context: Default,
{
    let Err(report) = value.validate() else { return Ok(()) };
    Failure::all_of(report.iter().map(|(path, error)| {
        let text = error.message().to_owned();
        if path.is_empty() { Failure::new(text) } else { Failure::at(path.to_string(), text) }
    }))
}

#[cfg(test)]
mod tests {
    use ::garde::{Error, Path, Report, Validate};

    use super::*;

    struct Stripe {
        timeout: u32,
    }

    impl Validate for Stripe {
        type Context = ();

        fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> Path, report: &mut Report) {
            if self.timeout == 0 {
                report.append(parent().join("timeout"), Error::new("lower than 1"));
                report.append(parent().join("hosts").join(2), Error::new("holds CANARY"));
                report.append(parent(), Error::new("makes no sense"));
            }
        }
    }

    #[test]
    fn paths_become_keys() {
        assert_eq!(garde(&Stripe { timeout: 1 }), Ok(()));
        let failure = garde(&Stripe { timeout: 0 }).expect_err("three rules are broken");
        let all: Vec<_> = failure.all().map(|one| (one.field(), one.text(), one.is_trusted())).collect();
        assert_eq!(
            all,
            [
                (Some("timeout"), "lower than 1", false),
                (Some("hosts[2]"), "holds CANARY", false),
                (None, "makes no sense", false)
            ]
        );
        assert!(!failure.to_string().contains("CANARY"));
    }
}
