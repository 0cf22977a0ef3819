//! Reads one small file whole: never a hang, never a partial value, never a copy left behind.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use tactful_core::report::{Code, Problem};
use tactful_core::secret::RawBytes;
use zeroize::Zeroizing;

/// The most that `NAME_FILE` and a secrets directory read, unless told otherwise: 1 MiB.
pub(crate) const SECRET_LIMIT: u64 = 1024 * 1024;

/// The most that a config or dotenv file may hold: 16 MiB.
pub(crate) const DOCUMENT_LIMIT: u64 = 16 * 1024 * 1024;

/// Why a file gave no value.
#[derive(Debug)]
pub(crate) enum Fault {
    NotFound,
    Denied,
    Irregular(&'static str),
    TooLarge(u64),
    Changed,
    Other(io::Error),
}

impl Fault {
    /// The fault as a problem under a name; the path stands in the message.
    pub(crate) fn problem(&self, name: &str, path: &Path) -> Problem {
        let shown = path.display();
        let (detail, message, help) = match self {
            Self::NotFound => {
                ("missing", format!("names {shown}, which does not exist"), "create the file, or mend the path")
            }
            Self::Denied => {
                ("denied", format!("names {shown}, which this process may not read"), "give its user read permission")
            }
            Self::Irregular(what) => ("irregular", format!("names {shown}, which is {what}"), "name a regular file"),
            Self::TooLarge(limit) => (
                "large",
                format!("names {shown}, which is larger than {}", size(*limit)),
                "a secret is a few kilobytes: is it the right file?",
            ),
            Self::Changed => ("changed", format!("names {shown}, which changed while it was read"), "start again"),
            Self::Other(error) => {
                ("io", format!("names {shown}, which cannot be read: {error}"), "mend the path or the file system")
            }
        };
        let problem = Problem::new(Code::Source, name, message).detailed(detail).help(help);
        if matches!(self, Self::Changed) { problem.temporary() } else { problem }
    }
}

impl Fault {
    /// The fault as a problem of a document, under its own path.
    pub(crate) fn document_problem(&self, path: &Path) -> Problem {
        let (detail, message, help) = match self {
            Self::NotFound => ("missing", "does not exist".to_owned(), "create it, or mend the path"),
            Self::Denied => ("denied", "may not be read by this process".to_owned(), "give its user read permission"),
            Self::Irregular(what) => ("irregular", format!("is {what}"), "name a regular file"),
            Self::TooLarge(limit) => ("large", format!("is larger than {}", size(*limit)), "is it the right file?"),
            Self::Changed => ("changed", "changed while it was read".to_owned(), "start again"),
            Self::Other(error) => ("io", format!("cannot be read: {error}"), "mend the path or the file system"),
        };
        let problem = Problem::new(Code::Source, path.display().to_string(), message).detailed(detail).help(help);
        if matches!(self, Self::Changed) { problem.temporary() } else { problem }
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1024 * 1024 { format!("{} MiB", bytes / (1024 * 1024)) } else { format!("{bytes} bytes") }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::Irregular("a directory"),
            _ => Self::Other(error),
        }
    }
}

/// Reads a regular file of at most `limit` bytes.
///
/// The file is opened without blocking and looked at once open, so that a FIFO without a writer cannot hang the load
/// and nobody can swap the file in between.
pub(crate) fn read_file(path: &Path, limit: u64) -> Result<RawBytes, Fault> {
    open(path)?.read(limit)
}

/// A regular file that is open, and what the system says of it.
pub(crate) struct Opened {
    file: File,
    metadata: Metadata,
}

/// Opens a regular file.
pub(crate) fn open(path: &Path) -> Result<Opened, Fault> {
    let mut options = OpenOptions::new();
    options.read(true);
    nonblocking(&mut options);
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    let kind = metadata.file_type();
    if kind.is_dir() {
        return Err(Fault::Irregular("a directory"));
    }
    if !kind.is_file() {
        return Err(Fault::Irregular("a pipe, socket or device"));
    }
    Ok(Opened { file, metadata })
}

impl Opened {
    /// The whole file, in a buffer of its size: one that grew would leave copies behind.
    pub(crate) fn read(mut self, limit: u64) -> Result<RawBytes, Fault> {
        let length = self.metadata.len();
        let size = usize::try_from(length).ok().filter(|_| length <= limit).ok_or(Fault::TooLarge(limit))?;
        // One byte more than the file has tells whether it grew.
        let mut buffer = Zeroizing::new(vec![0_u8; size + 1]);
        let mut filled = 0;
        while filled < buffer.len() {
            match self.file.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        if filled != size {
            return Err(Fault::Changed);
        }
        buffer.truncate(size);
        Ok(RawBytes::new(std::mem::take(&mut *buffer)))
    }

    /// Whether others than its owner and group may write it.
    #[cfg(unix)]
    pub(crate) fn writable_by_others(&self) -> bool {
        use std::os::unix::fs::PermissionsExt as _;
        self.metadata.permissions().mode() & 0o002 != 0
    }

    #[cfg(not(unix))]
    pub(crate) fn writable_by_others(&self) -> bool {
        false
    }
}

#[cfg(unix)]
fn nonblocking(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    // O_NONBLOCK, as the platform's <fcntl.h> has it.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const O_NONBLOCK: i32 = if cfg!(any(target_arch = "mips", target_arch = "mips64")) { 0x80 } else { 0x800 };
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const O_NONBLOCK: i32 = 0x4;
    options.custom_flags(O_NONBLOCK);
}

#[cfg(not(unix))]
fn nonblocking(_options: &mut OpenOptions) {}
