//! The vocabulary: exact values whose invariants live in their constructors.
