//! Certificates that a client accepts, and those that it does not.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use tactful_faults::{Answer, Certificates, Fault, FaultProxy, FaultServer, Identity};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::{Client, Reply};

fn server(identity: &Identity) -> FaultServer {
    let server = FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap();
    server.always(Answer::ok("in private"));
    server
}

fn get(addr: SocketAddr, authority: &Path, name: &'static str) -> io::Result<Reply> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(authority).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls = ClientConnection::new(Arc::new(config), ServerName::try_from(name).unwrap()).unwrap();
    let Client { stream } = Client::<TcpStream>::connect(addr)?;
    Client { stream: StreamOwned::new(tls, stream) }.get("/")
}

#[test]
fn a_good_certificate_is_accepted() {
    let certificates = Certificates::new().unwrap();
    let server = server(certificates.good());
    for name in ["localhost", "127.0.0.1"] {
        assert_eq!(get(server.addr(), certificates.ca_pem_file(), name).unwrap().body, b"in private");
    }
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.url("/a"), format!("https://localhost:{}/a", server.addr().port()));
    assert!(CryptoProvider::get_default().is_none(), "the provider of the process is not ours to set");
}

#[test]
fn bad_certificates_are_not() {
    let certificates = Certificates::new().unwrap();
    for (identity, says) in [
        (certificates.wrong_name(), "not valid for name"),
        (certificates.expired(), "expired"),
        (certificates.unknown_authority(), "UnknownIssuer"),
    ] {
        let server = server(identity);
        let error = get(server.addr(), certificates.ca_pem_file(), "localhost").unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
        assert!(server.requests().is_empty());
        assert_eq!(server.connections(), 1);
    }
}

#[test]
fn a_wrong_bit_is_noticed_and_requests_are_not_seen() {
    let certificates = Certificates::new().unwrap();
    let server = server(certificates.good());
    let proxy = FaultProxy::start(server.addr()).unwrap();
    assert_eq!(get(proxy.addr(), certificates.ca_pem_file(), "localhost").unwrap().status, 200);
    assert!(proxy.requests().is_empty());
    // Within the certificate, which comes encrypted.
    proxy.set(Fault::Corrupt(500));
    assert!(get(proxy.addr(), certificates.ca_pem_file(), "localhost").is_err());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_authority_is_in_a_file_until_the_end() {
    let certificates = Certificates::new().unwrap();
    let file = certificates.ca_pem_file().to_owned();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), certificates.ca_pem());
    drop(certificates);
    assert!(!file.exists());
}

#[test]
fn certificates_and_keys_belong_together() {
    let certificates = Certificates::new().unwrap();
    let (good, expired) = (certificates.good(), certificates.expired());
    assert!(FaultServer::tls(&good.certificate_pem, &expired.key_pem).is_err());
    assert!(FaultServer::tls("no certificate", &good.key_pem).is_err());
}

#[test]
fn what_is_no_tls_gets_no_answer() {
    let certificates = Certificates::new().unwrap();
    let server = server(certificates.good());
    assert!(crate::support::get(server.addr(), "/").is_err());
    assert!(server.requests().is_empty());
}
