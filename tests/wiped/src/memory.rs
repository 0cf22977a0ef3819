//! Looks through all writable memory of the process.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::Mutex;

use crate::allocator::{LENGTH, is_whole};

const PIECE: usize = 1024 * 1024;

/// Where memory is read to; itself not looked through, for it holds copies of everything.
static BUFFER: Mutex<[u8; PIECE]> = Mutex::new([0; PIECE]);

/// How many whole copies of the canary there are.
pub(crate) fn copies() -> usize {
    let maps = std::fs::read_to_string("/proc/self/maps").expect("/proc/self/maps");
    let memory = File::open("/proc/self/mem").expect("/proc/self/mem");
    let mut buffer = BUFFER.lock().expect("one thread");
    let own = buffer.as_ptr() as u64..buffer.as_ptr() as u64 + PIECE as u64;
    let mut found = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line.split(' ').next().and_then(|range| range.split_once('-'));
        let Some((Ok(start), Ok(end))) =
            range.map(|(start, end)| (u64::from_str_radix(start, 16), u64::from_str_radix(end, 16)))
        else {
            continue;
        };
        let mut at = start;
        while at < end {
            if own.contains(&at) {
                at = own.end;
                continue;
            }
            let stop = if at < own.start { end.min(own.start) } else { end };
            let length = usize::try_from(stop - at).map_or(PIECE, |left| left.min(PIECE));
            let Ok(read) = memory.read_at(&mut buffer[..length], at) else { break };
            found += (0..read).filter(|&offset| is_whole(&buffer[offset..read])).count();
            // Pieces overlap by less than a canary, so that one across a border is found once.
            at += if read == length && at + (length as u64) < stop {
                (length - LENGTH + 1) as u64
            } else {
                read.max(1) as u64
            };
        }
    }
    buffer.fill(0);
    found
}
