//! The way to the server, encrypted if the address asks for it.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::error::{OpenError, Source, text};
use super::Postgres;

/// What connects. Certificates are always checked.
pub(super) fn connector(options: &Postgres) -> Result<MakeRustlsConnect, OpenError> {
    let failed = |source: Source| OpenError::Io {
        path: options.place(),
        source,
    };
    let mut roots = RootCertStore::empty();
    match &options.root_certificates {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unreadable = |error: &dyn std::fmt::Display| {
                let reason = format!(
                    "the certificates in {} cannot be read: {error}",
                    file.display()
                );
                failed(text(reason))
            };
            let found = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(Arc::new(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
