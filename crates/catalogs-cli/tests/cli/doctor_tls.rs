//! `catalogs doctor` over TLS: a certificate that is trusted because the system is told to.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

use crate::{
    doctor::{examine, line},
    support::{Route, World},
};

/// Speaks TLS for the sandbox; gives the origin, and where the certificate is.
fn secure(world: &World, name: &str) -> (String, PathBuf) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new([name.to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let path = world.folder.path().join("trusted.pem");
    std::fs::write(&path, certificate.pem()).expect("written");

    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("its own key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let behind: SocketAddr = world
        .sandbox
        .origin()
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let address = world.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // Whoever does not trust the certificate goes away.
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let Ok(mut sandbox) = TcpStream::connect(behind).await else {
                        return;
                    };
                    let _ = copy_bidirectional(&mut stream, &mut sandbox).await;
                });
            }
        });
        address
    });
    (format!("https://localhost:{}", address.port()), path)
}

#[cfg(target_os = "linux")]
#[test]
fn trusted_certificate_is_ok() {
    let world = World::new();
    let (origin, certificate) = secure(&world, "localhost");
    let mut command = world.on(Route::Direct);
    command.env("SSL_CERT_FILE", &certificate);
    let ran = examine(&world, &mut command, &["--base-url", &origin]).ok();
    assert!(
        line(&ran, "TLS").ends_with("with a certificate that this system trusts"),
        "{ran:?}"
    );
    assert!(line(&ran, "list_organizations").contains("12 entries"));
}

#[cfg(target_os = "linux")]
#[test]
fn untrusted_certificates_name_the_reason() {
    let world = World::new();
    let (origin, _) = secure(&world, "localhost");
    let ran = examine(
        &world,
        &mut world.on(Route::Direct),
        &["--base-url", &origin],
    )
    .fails(6);
    assert!(
        line(&ran, "TLS").contains("issuer is not known to this system"),
        "{ran:?}"
    );
    let (origin, certificate) = secure(&world, "elsewhere.example");
    let mut command = world.on(Route::Direct);
    command.env("SSL_CERT_FILE", &certificate);
    let ran = examine(&world, &mut command, &["--base-url", &origin]).fails(6);
    assert!(line(&ran, "TLS").contains("for another host"), "{ran:?}");
}
