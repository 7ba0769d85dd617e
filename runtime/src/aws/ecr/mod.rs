//! Amazon Elastic Container Registry.

mod registry;
mod repository;
