//! Credentials for a registry that a local engine has stored.

use docker_credential::{DockerCredential, get_credential, get_credential_from_reader};
use oci_client::secrets::RegistryAuth;
use std::env;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Finds the credentials for a registry where Docker, Podman and Buildah store them; without any, access is anonymous. Errors
/// in these files are ignored: the engine reports them, and the registry refuses access.
pub(crate) fn credentials(host: &str) -> RegistryAuth {
    // Docker Hub has three names, and its credentials are stored under a fourth.
    let hub = ["docker.io", "index.docker.io", "registry-1.docker.io"];
    let keys: &[&str] = if hub.contains(&host) {
        &["https://index.docker.io/v1/", "docker.io"]
    } else {
        &[host]
    };
    let of_containers = |key: &&str| {
        let mut files = containers().into_iter();
        files.find_map(|file| get_credential_from_reader(BufReader::new(File::open(file).ok()?), key).ok())
    };
    let found = keys.iter().find_map(|key| get_credential(key).ok());
    match found.or_else(|| keys.iter().find_map(of_containers)) {
        Some(DockerCredential::UsernamePassword(user, password)) => RegistryAuth::Basic(user, password),
        // An identity token needs another protocol, which few registries support.
        Some(DockerCredential::IdentityToken(_)) | None => RegistryAuth::Anonymous,
    }
}

/// Returns the files in which Podman and Buildah store credentials:
/// <https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md>.
fn containers() -> Vec<PathBuf> {
    let named = env::var_os("REGISTRY_AUTH_FILE").map(PathBuf::from);
    let below = |variable: &str, path: &str| env::var_os(variable).map(|folder| PathBuf::from(folder).join(path));
    let files = [
        named,
        below("XDG_RUNTIME_DIR", "containers/auth.json"),
        below("HOME", ".config/containers/auth.json"),
    ];
    files.into_iter().flatten().collect()
}
