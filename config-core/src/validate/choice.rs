//! A list of the values that there are.

use super::{AsText, Failure, Inside};

/// Something that a value of type `V` can be equal to.
pub trait Choice<V: ?Sized> {
    /// Whether the value is this one; true where there is no value, as in an `Option`.
    fn is_chosen_by(&self, value: &V) -> bool;

    /// How an operator would write it.
    fn shown(&self) -> String;
}

/// The value is one of these: `one_of(["debug", "info"])`, `one_of([80, 443])`.
///
/// Of a secret the report says how many values there are, not which: one of them is the secret.
pub fn one_of<V, C, const N: usize>(choices: [C; N]) -> impl Fn(&V) -> Result<(), Failure>
where
    V: ?Sized,
    C: Choice<V>,
{
    move |value| {
        if choices.iter().any(|choice| choice.is_chosen_by(value)) {
            return Ok(());
        }
        let list: Vec<String> = choices.iter().map(Choice::shown).collect();
        let failure = Failure::trusted(format!("is none of {}", list.join(", ")));
        Err(failure.redacted(format!("is none of the {N} values that it may have")))
    }
}

impl<V: AsText + ?Sized> Choice<V> for &str {
    fn is_chosen_by(&self, value: &V) -> bool {
        value.as_text().is_none_or(|text| text == *self)
    }

    fn shown(&self) -> String {
        (*self).to_owned()
    }
}

macro_rules! choices {
    ($($of:ty)*) => {$(
        impl<V: Inside<$of> + ?Sized> Choice<V> for $of {
            fn is_chosen_by(&self, value: &V) -> bool {
                value.inside().is_none_or(|value| value == self)
            }

            fn shown(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

choices! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize char }

#[cfg(test)]
mod tests {
    use secrecy::{SecretBox, SecretString};

    use super::*;

    #[test]
    fn lists() {
        for (verdict, plain, secret) in [
            (one_of(["a", "b"])("b"), "sound", "sound"),
            (one_of(["a", "b"])("c"), "is none of a, b", "is none of the 2 values that it may have"),
            (one_of(["a", "b"])(&Some("a".to_owned())), "sound", "sound"),
            (one_of(["a", "b"])(&None::<String>), "sound", "sound"),
            (one_of([80, 443])(&443_u16), "sound", "sound"),
            (one_of([80, 443])(&8080_u16), "is none of 80, 443", "is none of the 2 values that it may have"),
            (one_of([80, 443])(&Some(80_i64)), "sound", "sound"),
            (one_of(['a'])(&'b'), "is none of a", "is none of the 1 values that it may have"),
        ] {
            let said = |plain| match &verdict {
                Ok(()) => "sound".to_owned(),
                Err(failure) => failure.text_for(plain).into_owned(),
            };
            assert_eq!((said(true).as_str(), said(false).as_str()), (plain, secret));
        }
    }

    #[test]
    fn a_secret_is_in_no_list() {
        for verdict in [
            one_of(["CANARY", "b"])(&SecretString::from("CANARX")),
            one_of(["CANARY", "b"])(&Some(SecretBox::new(Box::new(String::from("CANARX"))))),
        ] {
            let failure = verdict.expect_err("neither");
            assert!(!failure.text_for(false).contains("CANAR"));
        }
    }
}
