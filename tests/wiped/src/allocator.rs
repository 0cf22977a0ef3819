//! An allocator that moves on every `realloc` and looks into every block before it goes back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

/// The length of the canary, and of the part of it that counts as a leak.
pub(crate) const LENGTH: usize = 48;
const WINDOW: usize = 16;

/// The canary with every bit turned: no copy of it.
static TURNED: [AtomicU8; LENGTH] = [const { AtomicU8::new(0) }; LENGTH];
static ARMED: AtomicBool = AtomicBool::new(false);
static LEAKS: AtomicUsize = AtomicUsize::new(0);

pub(crate) struct Watching;

// SAFETY: every call is passed on to the system's allocator with the layout it came with; `realloc` is an `alloc`, a
// copy of the smaller size and a `dealloc`, as the default method of the trait.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that what lies in a fresh block is never taken for what this program left there.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if ARMED.load(Ordering::Relaxed) && holds_part(unsafe { std::slice::from_raw_parts(block, layout.size()) }) {
            LEAKS.fetch_add(1, Ordering::Relaxed);
        }
        unsafe { System.dealloc(block, layout) }
    }
}

/// Reads the turned canary and begins to watch.
pub(crate) fn arm(path: &Path) {
    let turned = std::fs::read(path).expect("the canary");
    assert_eq!(turned.len(), LENGTH);
    for (place, byte) in TURNED.iter().zip(&turned) {
        place.store(*byte, Ordering::Relaxed);
    }
    ARMED.store(true, Ordering::Relaxed);
}

pub(crate) fn leaks() -> usize {
    LEAKS.load(Ordering::Relaxed)
}

fn is(place: usize, byte: u8) -> bool {
    TURNED[place].load(Ordering::Relaxed) == !byte
}

/// Whether any window of the canary stands in a block.
fn holds_part(block: &[u8]) -> bool {
    // Two windows that begin `LENGTH - WINDOW` apart cover each other's ends: every window is looked for.
    (0..=LENGTH - WINDOW).any(|start| {
        block.windows(WINDOW).any(|window| window.iter().enumerate().all(|(offset, byte)| is(start + offset, *byte)))
    })
}

/// Whether the whole canary begins here.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    bytes.len() >= LENGTH && bytes[..LENGTH].iter().enumerate().all(|(place, byte)| is(place, *byte))
}
