//! The file with the profiles: where it is, what is in it, and that only its owner can read it.

use std::{
    collections::BTreeMap,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep};

use crate::{credentials::Stored, error::Failure};

/// Settings that are kept under a name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) base_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integrator_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) credentials: Option<Stored>,
}

impl Profile {
    fn is_empty(&self) -> bool {
        self.base_url.is_none() && self.integrator_code.is_none() && self.credentials.is_none()
    }
}

/// All of them, and the file that they are in.
#[derive(Clone, Debug)]
pub(crate) struct Profiles {
    path: PathBuf,
    contents: Contents,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

impl Profiles {
    /// Reads the file, if there is one; at `path`, or where the system keeps such files.
    pub(crate) fn open(path: Option<PathBuf>) -> Result<Self, Failure> {
        let path = match path {
            Some(path) => path,
            None => usual_path()?,
        };
        let contents = Self::read(&path)?;
        Ok(Self { path, contents })
    }

    fn read(path: &Path) -> Result<Contents, Failure> {
        let file = path.display();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contents::default()),
            Err(error) => return Err(Failure::usage(format!("cannot read {file}: {error}"))),
        };
        check_private(path)?;
        toml::from_str(&text).map_err(|error| {
            // The parser's own message quotes the line, which may hold a token.
            let line = error.span().map(|span| {
                let before = text.get(..span.start).unwrap_or_default();
                format!(" at line {}", before.matches('\n').count() + 1)
            });
            let line = line.unwrap_or_default();
            Failure::usage(format!("{file} is not a valid profile file{line}"))
                .hint("fix the line, or move the file away and `catalogs login` again")
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the saved profiles.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.contents.profiles.keys().map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<Profile> {
        self.contents.profiles.get(name).cloned()
    }

    /// The file while no other process changes it or renews its tokens; given back when dropped.
    pub(crate) async fn lock(&self) -> Result<Locked, Failure> {
        let path = self.path.with_extension("lock");
        let cannot =
            |error: io::Error| Failure::other(format!("cannot lock {}: {error}", path.display()));
        let file = open_private(&path).map_err(cannot)?;
        let deadline = Instant::now() + LOCK_PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    return Err(Failure::other(format!(
                        "another process holds {}",
                        path.display()
                    ))
                    .hint("end it, or wait until it has renewed its tokens"));
                }
                Err(TryLockError::WouldBlock) => sleep(LOCK_PAUSE).await,
            }
        }
        Ok(Locked {
            path: self.path.clone(),
            _lock: file,
        })
    }
}

/// How long another process may hold the file: longer than renewing tokens takes.
const LOCK_PATIENCE: Duration = Duration::from_secs(40);
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Opens a file that only its owner can read, and so lock, in a folder of the same kind.
fn open_private(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        create_private(folder)?;
    }
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder that only its owner can enter, if it is not there.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// See [`Profiles::lock`]. It reads the file again: another process may have changed it.
pub(crate) struct Locked {
    path: PathBuf,
    _lock: File,
}

impl Locked {
    pub(crate) fn get(&self, name: &str) -> Result<Option<Profile>, Failure> {
        Ok(Profiles::read(&self.path)?.profiles.remove(name))
    }

    /// Changes one profile; the others stay as they are.
    pub(crate) fn update<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Profile) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // Through a link, to what it leads to.
        let path = &self
            .path
            .canonicalize()
            .unwrap_or_else(|_| self.path.clone());
        let mut contents = Profiles::read(path)?;
        let profile = contents.profiles.entry(name.to_owned()).or_default();
        let result = change(profile)?;
        if profile.is_empty() {
            contents.profiles.remove(name);
        }
        let text = toml::to_string(&contents)
            .map_err(|error| Failure::other(format!("the profile cannot be written: {error}")))?;
        write_private(path, &text)
            .map_err(|error| Failure::other(format!("cannot write {}: {error}", path.display())))?;
        Ok(result)
    }
}

fn usual_path() -> Result<PathBuf, Failure> {
    let base = etcetera::choose_base_strategy().map_err(|error| {
        Failure::usage(format!("cannot find a config directory: {error}"))
            .hint("name a file with --config or CATALOGS_CONFIG")
    })?;
    Ok(base.config_dir().join("catalogs").join("profiles.toml"))
}

/// Writes a file that only its owner can read, whole or not at all.
pub(crate) fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    create_private(folder)?;
    // Made with mode 0600, in the same folder, so that the renaming cannot fail halfway.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Refuses a file that others can read: it may hold a token.
fn check_private(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = path.display();
        let mode = fs::metadata(path)
            .map_err(|error| Failure::usage(format!("cannot read {file}: {error}")))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(Failure::usage(format!(
                "others can read {file} (mode {:o}), and it may hold a token",
                mode & 0o777
            ))
            .hint(format!("chmod 600 {file}")));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
