//! The words of placeholders, and a sieve that tells nearly every real secret from all of them at one look.

/// Whole texts, as letters and digits alone, small; `P@$$w0rd` has lost its middle there.
pub(super) const KNOWN: &[&str] = &[
    "abc123",
    "accesskey",
    "addme",
    "admin",
    "admin123",
    "administrator",
    "apikey",
    "apisecret",
    "blah",
    "changeit",
    "clientsecret",
    "correcthorsebatterystaple",
    "default",
    "defaultsecret",
    "demo",
    "dev",
    "development",
    "devpassword",
    "devsecret",
    "disabled",
    "dontusethis",
    "dummy",
    "dummykey",
    "dummypassword",
    "dummysecret",
    "dummytoken",
    "empty",
    "example",
    "examplekey",
    "examplepassword",
    "examplesecret",
    "exampletoken",
    "fake",
    "fakekey",
    "fakesecret",
    "faketoken",
    "fillmein",
    "fixme",
    "foo",
    "foobar",
    "guest",
    "hidden",
    "hunter2",
    "insecure",
    "insecuresecretkey",
    "invalid",
    "jwtsecret",
    "keyboardcat",
    "letmein",
    "localdev",
    "minioadmin",
    "mypassword",
    "mysecret",
    "mysecretkey",
    "mysecretpassword",
    "mysecrettoken",
    "mysql",
    "nil",
    "none",
    "nopassword",
    "nosecret",
    "notapplicable",
    "notarealkey",
    "notarealsecret",
    "notasecret",
    "notforproduction",
    "notsecret",
    "notset",
    "null",
    "pass",
    "pass123",
    "passphrase",
    "passw0rd",
    "passwd",
    "password",
    "password1",
    "password12",
    "password123",
    "password1234",
    "placeholder",
    "postgres",
    "pssw0rd",
    "pssword",
    "pw0rd",
    "qwerty",
    "qwerty123",
    "qwertyuiop",
    "redacted",
    "replace",
    "root",
    "rootpassword",
    "s3cr3t",
    "sample",
    "secret",
    "secret123",
    "secretkey",
    "secretkeybase",
    "secretpassword",
    "secrettoken",
    "setme",
    "somepassword",
    "somesecret",
    "somesecretkey",
    "sometoken",
    "supersecret",
    "supersecretkey",
    "supersecretpassword",
    "tbd",
    "test",
    "test123",
    "testing",
    "testkey",
    "testpassword",
    "testsecret",
    "testtoken",
    "todo",
    "token",
    "topsecret",
    "undefined",
    "unsafe",
    "unset",
    "verysecret",
    "verysecretkey",
    "verysecretpassword",
    "welcome",
    "welcome1",
    "yourkey",
    "yourpassword",
    "yoursecret",
    "yourtoken",
];

/// Beginnings, as letters and digits alone, small; long enough that no random key has one by chance.
pub(super) const BEGINNINGS: &[&str] = &[
    "changeme",
    "changethis",
    "djangoinsecure",
    "enteryour",
    "insertyour",
    "pasteyour",
    "pleasechange",
    "putyour",
    "replaceme",
    "replacethis",
    "replacewith",
    "thisisnotasecret",
    "youraccess",
    "yourapi",
    "yourauth",
    "yourclient",
    "yourjwt",
    "yourpassword",
    "yourprivate",
    "yoursecret",
    "yoursigning",
    "yoursuper",
    "yourverysecret",
];

/// Ends, as letters and digits alone, small.
pub(super) const ENDS: &[&str] = &["keyhere", "passwordhere", "secrethere", "tokenhere", "valuehere", "xxxxxx"];

/// How many letters the sieve goes by.
const LOOKED_AT: usize = 4;

/// What the first letters of a text are looked up by, or the last ones.
pub(super) fn key(letters: impl Iterator<Item = u8>) -> u32 {
    letters.take(LOOKED_AT).fold(0, |key, letter| key << 8 | u32::from(letter))
}

/// The same of a word of the lists, while the program compiles.
const fn key_of(word: &str) -> u32 {
    let (bytes, mut key, mut at) = (word.as_bytes(), 0, 0);
    while at < bytes.len() && at < LOOKED_AT {
        key = key << 8 | bytes[at] as u32;
        at += 1;
    }
    key
}

/// The words that a text may be, or begin with.
pub(super) static FIRST: Sieve = Sieve::new().with(KNOWN).with(BEGINNINGS);

/// A bit for each hash of first letters. A set bit proves nothing, a clear one that no word has these letters.
pub(super) struct Sieve([u64; 512]);

impl Sieve {
    const fn new() -> Self {
        Self([0; 512])
    }

    const fn with(mut self, words: &[&str]) -> Self {
        let mut at = 0;
        while at < words.len() {
            let (place, bit) = Self::place(key_of(words[at]));
            self.0[place] |= bit;
            at += 1;
        }
        self
    }

    /// The upper fifteen bits of a product (Fibonacci hashing).
    const fn place(key: u32) -> (usize, u64) {
        let hash = key.wrapping_mul(0x9e37_79b9) >> 17;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// Whether a word may have these letters.
    pub(super) fn may_have(&self, key: u32) -> bool {
        let (place, bit) = Self::place(key);
        self.0[place] & bit != 0
    }
}
