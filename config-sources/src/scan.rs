//! Looking for a byte of some class.

/// The offset of the first byte at or after `at` of a class; the end of `bytes` where there is none. Each format says in
/// its table of which classes a byte is, one bit each: one load for a byte, instead of a chain of comparisons.
#[inline]
pub(crate) fn find<const CLASS: u8>(classes: &[u8; 256], bytes: &[u8], mut at: usize) -> usize {
    let class = |byte: u8| classes[usize::from(byte)];
    for &[a, b, c, d] in bytes.get(at..).unwrap_or_default().as_chunks().0 {
        if (class(a) | class(b) | class(c) | class(d)) & CLASS != 0 {
            break;
        }
        at += 4;
    }
    while let Some(&byte) = bytes.get(at)
        && class(byte) & CLASS == 0
    {
        at += 1;
    }
    at
}
