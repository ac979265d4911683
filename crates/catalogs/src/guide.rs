//! Guides: how to run this client inside your program.
