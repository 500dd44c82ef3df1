//! Filled by the readers of this family.
