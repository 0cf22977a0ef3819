//! User and password.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::error::{UrlError, UrlPart};
use crate::percent;
use crate::split::Split;

/// A user and a password, each if it is given. A user may be a token: both are wiped.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credentials {
    pub(crate) user: Option<Zeroizing<String>>,
    pub(crate) password: Option<SecretString>,
}

impl Credentials {
    /// Those of a URL.
    ///
    /// # Errors
    /// A part that is not encoded as it should be.
    pub(crate) fn of(split: &Split<'_>) -> Result<Self, UrlError> {
        let user = split.user.map(|user| percent::wiped(user, UrlPart::User)).transpose()?;
        let password = split.password.map(percent::secret).transpose()?;
        Ok(Self { user, password })
    }

    pub(crate) fn user(&self) -> Option<&str> {
        self.user.as_ref().map(|user| user.as_str())
    }

    pub(crate) const fn is_none(&self) -> bool {
        self.user.is_none() && self.password.is_none()
    }

    /// Takes the password of the query, where it is not given twice.
    ///
    /// # Errors
    /// Where it is.
    pub(crate) fn add_password(&mut self, password: Option<SecretString>) -> Result<(), UrlError> {
        if password.is_some() && self.password.is_some() {
            return Err(twice(UrlPart::Password));
        }
        self.password = self.password.take().or(password);
        Ok(())
    }

    /// Takes the user of the query, where it is not given twice.
    ///
    /// # Errors
    /// Where it is.
    pub(crate) fn add_user(&mut self, user: Option<String>) -> Result<(), UrlError> {
        if user.is_some() && self.user.is_some() {
            return Err(twice(UrlPart::User));
        }
        let user = user.filter(|user| !user.is_empty()).map(Zeroizing::new);
        self.user = self.user.take().or(user);
        Ok(())
    }
}

/// A part that stands in its place and in the query too.
#[cold]
pub(crate) fn twice(part: UrlPart) -> UrlError {
    let words = if part == UrlPart::Path { "the database" } else { part.words() };
    UrlError::whole(part, format!("{words} is given in its place and as an option too")).with_help("write it once")
}

impl PartialEq for Credentials {
    fn eq(&self, other: &Self) -> bool {
        let [password, others] = [self, other].map(|of| of.password.as_ref().map(ExposeSecret::expose_secret));
        self.user == other.user && password == others
    }
}

impl Eq for Credentials {}
