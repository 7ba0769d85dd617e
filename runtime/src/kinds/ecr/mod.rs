//! Amazon Elastic Container Registry.

mod repository;

pub use repository::{OURS, Repository, SHARED};
