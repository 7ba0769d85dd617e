//! The AWS provider, which uses the AWS SDK.
//!
//! A kind's adapter is in the kind's folder, below [`kinds`](crate::kinds). The shared parts are here: clients, tags,
//! and the classification of AWS's errors.

mod adapter;
mod adapters;
pub(crate) mod answer;
mod any_adapter;
mod calls;
mod changed;
mod clients;
mod error;
mod identity;
mod journal;
pub(crate) mod listing;
pub(crate) mod operations;
pub(crate) mod policy;
mod preflight;
mod provider;
pub(crate) mod public_dns;
mod reads;
mod registry;
pub(crate) mod request;
#[cfg(test)]
pub(crate) mod responder;
mod response_date;
#[cfg(test)]
mod script;
pub(crate) mod secret;
mod services;
pub(crate) mod tags;

pub(crate) use adapter::{Adapter, Cx, Listing};
pub use calls::CallCounts;
pub(crate) use changed::Changed;
pub(crate) use clients::Clients;
pub(crate) use error::{absent, api_error, item_error, missing, not_owned, not_shown};
pub use identity::Identity;
pub use journal::{Bucket, JournalObject, LEASE};
pub use provider::Aws;
