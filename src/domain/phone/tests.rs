//! Tests of the phone room.
