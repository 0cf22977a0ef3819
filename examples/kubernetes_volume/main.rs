//! A secret that Kubernetes mounts as a volume, and its rotation.
//!
//! The kubelet writes each generation into a folder of its own and then moves the link `..data` to it, so that every
//! file changes at one moment. A load reads the files of one generation and never of two.
//!
//! ```text
//! cargo run --example kubernetes_volume
//! ```
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::path::Path;
use std::{fs, io};

use tactful::{Context, ExposeSecret as _, LayerName, SecretString, SecretsDir, Settings, Stack};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP")]
#[allow(dead_code, reason = "the example prints settings and does nothing with them")]
struct ShopSettings {
    db_user: String,
    db_password: SecretString,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let volume = tempfile::tempdir()?;
    publish(volume.path(), "..2026_11_01", [("shop_db_user", "shop_1"), ("shop_db_password", "canary-Lw3Cf8Ty")])?;

    // In a pod the manifest may mount it at /run/secrets, or name it: SETTINGS_SECRETS_DIRS=/etc/shop.
    let stack =
        Stack::standard().without(LayerName::SECRETS_DIR).push_below(LayerName::ENV, SecretsDir::new(volume.path()));
    let loader = ShopSettings::loader().stack(stack).context(Context::from_pairs([("SETTINGS_PROFILE", "production")]));

    let november = loader.load()?;
    println!("before: {november:?}\n{}\n", loader.explain());

    publish(volume.path(), "..2026_12_01", [("shop_db_user", "shop_2"), ("shop_db_password", "canary-Sg6Ph1Bz")])?;

    // The same loader again: it holds no value, only where to look. The four digits after [REDACTED] have changed.
    let december = loader.load()?;
    println!("after: {december:?}\n{}", loader.explain());

    assert_ne!(november.db_password.expose_secret(), december.db_password.expose_secret());
    Ok(())
}

/// Writes a generation as the kubelet does: a folder with the files, then a link that is renamed over the old one.
fn publish(volume: &Path, generation: &str, files: [(&str, &str); 2]) -> io::Result<()> {
    fs::create_dir(volume.join(generation))?;
    for (name, value) in files {
        fs::write(volume.join(generation).join(name), value)?;
        let link = volume.join(name);
        if !link.is_symlink() {
            symlink(&Path::new("..data").join(name), &link)?;
        }
    }
    let old = fs::read_link(volume.join("..data")).ok();
    symlink(Path::new(generation), &volume.join("..data_tmp"))?;
    fs::rename(volume.join("..data_tmp"), volume.join("..data"))?;
    old.map_or(Ok(()), |old| fs::remove_dir_all(volume.join(old)))
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_target: &Path, _link: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "Kubernetes mounts volumes on unix"))
}
