//! Classes of bytes.

use crate::scan;

/// What a key without quotes cannot hold.
pub(super) const NO_KEY: u8 = 1;
/// What a value without quotes, a time with a blank in it apart, cannot hold.
pub(super) const NO_BARE: u8 = 2;
/// What means something in text between `"`, or cannot stand there.
pub(super) const NO_BASIC: u8 = 4;
/// What means something in text between `'`, or cannot stand there.
pub(super) const NO_LITERAL: u8 = 8;
/// What ends a comment or cannot stand in one.
pub(super) const CONTROL: u8 = 16;

/// Of which classes each byte is.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => 0,
            b'+' | b'.' | b':' => NO_KEY,
            b'"' | b'\\' => NO_KEY | NO_BARE | NO_BASIC,
            b'\'' => NO_KEY | NO_BARE | NO_LITERAL,
            b'\t' => NO_KEY | NO_BARE,
            0..0x20 | 0x7f => NO_KEY | NO_BARE | NO_BASIC | NO_LITERAL | CONTROL,
            _ => NO_KEY | NO_BARE,
        };
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// The offset of the first byte at or after `at` of a class; the end of `bytes` where there is none.
#[inline]
pub(super) fn find<const CLASS: u8>(bytes: &[u8], at: usize) -> usize {
    scan::find::<CLASS>(&CLASSES, bytes, at)
}
