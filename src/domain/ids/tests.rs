//! Tests of the ids room.
