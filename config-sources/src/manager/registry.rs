//! The kinds of stores that this build knows.

use super::store::Kind;

/// All of them, each behind its feature.
const KINDS: &[&dyn Kind] = &[
    &super::files::Files,
    #[cfg(feature = "aws")]
    &super::aws::SecretsManager,
    #[cfg(feature = "aws")]
    &super::aws::ParameterStore,
    #[cfg(feature = "azure")]
    &super::azure::KeyVault,
    #[cfg(feature = "gcp")]
    &super::gcp::Gcp,
    #[cfg(feature = "vault")]
    &super::vault::VaultStore,
];

/// The kind whose addresses begin so.
pub(crate) fn kind(scheme: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.scheme() == scheme)
}

/// The schemes, for advice.
pub(crate) fn schemes() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.scheme()).collect()
}
