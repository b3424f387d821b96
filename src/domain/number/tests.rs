//! Tests of the number room.
