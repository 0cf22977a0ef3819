//! Files, read into buffers that are wiped and never grow.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::text::Wiped;
use super::{Layer, Loader, Origin};

/// Most bytes of a file of settings.
const LIMIT: u64 = 16 << 20;

/// Most bytes of a file named by `NAME_FILE`.
const VALUE_LIMIT: u64 = 1 << 20;

/// A file that the load reads from, if it could be read.
pub struct Contents {
    path: &'static str,
    text: io::Result<Option<Wiped>>,
}

pub fn read_settings() -> Contents {
    let path = "settings.toml";
    Contents { path, text: read(path.as_ref(), LIMIT).map(Some) }
}

/// A dotenv file need not be there.
pub fn read_dotenv() -> Contents {
    let path = ".env";
    let text = match read(path.as_ref(), LIMIT) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    };
    Contents { path, text }
}

impl<'a> Loader<'a> {
    /// The text of a file; that it cannot be read is a problem.
    pub(super) fn text_of(&mut self, contents: &'a Contents) -> &'a str {
        match &contents.text {
            Ok(Some(text)) => text.as_str(),
            Ok(None) => "",
            Err(error) => {
                self.problem_at(Origin::UNSET, format!("{}: {error}", contents.path));
                ""
            }
        }
    }

    /// The value in the file that `NAME_FILE` names, without one line break at its end.
    #[cold]
    pub(super) fn value_of(&mut self, field: usize, path: &Path, origin: Origin) -> Option<Wiped> {
        // Set to nothing is not set.
        if path.as_os_str().is_empty() {
            return None;
        }
        // Looked at before it is opened: to open a pipe may wait for ever.
        let regular = std::fs::metadata(path)
            .and_then(|metadata| if metadata.is_file() { Ok(()) } else { Err(io::Error::other("not a regular file")) });
        match regular.and_then(|()| read(path, VALUE_LIMIT)) {
            Ok(text) => {
                let value = text.as_str();
                let value = value.strip_suffix('\n').map_or(value, |value| value.strip_suffix('\r').unwrap_or(value));
                Some(Wiped::new(value.to_owned()))
            }
            Err(error) => {
                self.problem(field, origin, error.to_string());
                None
            }
        }
    }
}

fn read(path: &Path, limit: u64) -> io::Result<Wiped> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.len() > limit {
        return Err(io::Error::other("too large"));
    }
    // One byte more, so that the end is seen without growing. At most 16 MiB, so it fits.
    let mut bytes = Bytes(vec![0; metadata.len() as usize + 1]);
    let mut length = 0;
    loop {
        match file.read(&mut bytes.0[length..])? {
            0 if length == bytes.0.len() => return Err(io::Error::other("it grew while it was read")),
            0 => break,
            read => length += read,
        }
    }
    bytes.0.truncate(length);
    String::from_utf8(std::mem::take(&mut bytes.0)).map(Wiped::new).map_err(|error| {
        bytes.0 = error.into_bytes();
        io::Error::new(io::ErrorKind::InvalidData, "not UTF-8")
    })
}

/// Bytes that are wiped when dropped.
struct Bytes(Vec<u8>);

impl Drop for Bytes {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(self.0.as_mut_slice());
    }
}

impl Layer {
    /// For a value at a line and column of a file.
    pub(super) fn at(self, line: u32, column: u32) -> Origin {
        Origin { layer: self, indirect: false, line, column }
    }
}
