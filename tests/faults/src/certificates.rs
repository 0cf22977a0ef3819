//! Certificates for tests, and TLS with them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A certificate and its key.
#[derive(Clone)]
#[non_exhaustive]
pub struct Identity {
    /// The certificate.
    pub certificate_pem: String,
    /// Its private key.
    pub key_pem: String,
}

/// An authority, and certificates that a client which trusts it may accept, or not.
///
/// They are made anew each time, and are good for nothing but tests.
pub struct Certificates {
    ca_pem: String,
    ca_pem_file: PathBuf,
    good: Identity,
    wrong_name: Identity,
    expired: Identity,
    unknown_authority: Identity,
    client: Identity,
    unknown_client: Identity,
    /// Removes the file when it is dropped.
    _folder: TempDir,
}

impl Certificates {
    /// Makes an authority and what it signs, and writes its certificate to a file.
    ///
    /// # Errors
    /// No keys, or no file, can be made.
    pub fn new() -> io::Result<Self> {
        let authority = Authority::new("Authority of the tests").map_err(io::Error::other)?;
        let other = Authority::new("Authority that nobody knows").map_err(io::Error::other)?;
        let folder = tempfile::tempdir()?;
        let ca_pem_file = folder.path().join("ca.pem");
        fs::write(&ca_pem_file, &authority.pem)?;
        Ok(Self {
            good: authority.sign(OURS, Validity::Now).map_err(io::Error::other)?,
            wrong_name: authority.sign(&["elsewhere.example"], Validity::Now).map_err(io::Error::other)?,
            expired: authority.sign(OURS, Validity::Past).map_err(io::Error::other)?,
            unknown_authority: other.sign(OURS, Validity::Now).map_err(io::Error::other)?,
            client: authority.sign(&["client.example"], Validity::Now).map_err(io::Error::other)?,
            unknown_client: other.sign(&["client.example"], Validity::Now).map_err(io::Error::other)?,
            ca_pem: authority.pem,
            ca_pem_file,
            _folder: folder,
        })
    }

    /// The certificate of the authority, for clients to trust.
    pub fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// A file of it, for as long as this value lives.
    pub fn ca_pem_file(&self) -> &Path {
        &self.ca_pem_file
    }

    /// For `localhost` and 127.0.0.1.
    pub fn good(&self) -> &Identity {
        &self.good
    }

    /// For another host.
    pub fn wrong_name(&self) -> &Identity {
        &self.wrong_name
    }

    /// For the right host, until yesterday.
    pub fn expired(&self) -> &Identity {
        &self.expired
    }

    /// For the right host, signed by another authority.
    pub fn unknown_authority(&self) -> &Identity {
        &self.unknown_authority
    }

    /// For a client that says who it is.
    pub fn client(&self) -> &Identity {
        &self.client
    }

    /// For one that nobody knows: another authority signed it.
    pub fn unknown_client(&self) -> &Identity {
        &self.unknown_client
    }
}

const OURS: &[&str] = &["localhost", "127.0.0.1"];

#[derive(Clone, Copy)]
enum Validity {
    Now,
    Past,
}

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Result<Self, rcgen::Error> {
        let mut params = params(&[], name, Validity::Now)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate()?;
        Ok(Self { pem: params.self_signed(&key)?.pem(), issuer: Issuer::new(params, key) })
    }

    fn sign(&self, names: &[&str], validity: Validity) -> Result<Identity, rcgen::Error> {
        let mut params = params(names, "Server of the tests", validity)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity { certificate_pem: certificate.pem(), key_pem: key.serialize_pem() })
    }
}

fn params(names: &[&str], subject: &str, validity: Validity) -> Result<CertificateParams, rcgen::Error> {
    let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, subject);
    // Some clients refuse what is valid for years.
    let now = OffsetDateTime::now_utc();
    (params.not_before, params.not_after) = match validity {
        Validity::Now => (now - Duration::days(1), now + Duration::days(30)),
        Validity::Past => (now - Duration::days(30), now - Duration::days(1)),
    };
    Ok(params)
}

/// The server's side of TLS, with a provider of its own: which one the process has is up to the test. With an authority,
/// clients have to show a certificate that it signed.
pub(crate) fn acceptor(identity: &Identity, clients_of: Option<&str>) -> io::Result<TlsAcceptor> {
    let certificates = certificates(&identity.certificate_pem)?;
    let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).map_err(io::Error::other)?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let config = match clients_of {
        None => config.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(self::certificates(authority)?);
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            config.with_client_cert_verifier(verifier.map_err(io::Error::other)?)
        }
    };
    let mut config = config.with_single_cert(certificates, key).map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificates(pem: &str) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().map_err(io::Error::other)
}
