//! Sources that a body cites.
