//! What fails on purpose, for tests of what talks to a network.
