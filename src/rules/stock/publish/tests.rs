//! Tables of publishing, in the order of its rules.
