//! Rules that look at the outside world.
