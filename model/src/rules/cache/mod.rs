//! Rules on `cache`.

pub(super) mod nodes;
pub(super) mod serverless;
pub(super) mod version;

use crate::{Architecture, Cache, Nodes, Serverless};

pub use nodes::*;
pub use serverless::*;
pub use version::*;

const fn nodes(stack: &Architecture) -> Option<Nodes> {
    match stack.cache {
        Cache::Redis(nodes) | Cache::Valkey(nodes) => Some(nodes),
        Cache::ServerlessRedis(_) | Cache::ServerlessValkey(_) => None,
    }
}

const fn serverless(stack: &Architecture) -> Option<Serverless> {
    match stack.cache {
        Cache::ServerlessRedis(cache) | Cache::ServerlessValkey(cache) => Some(cache),
        Cache::Redis(_) | Cache::Valkey(_) => None,
    }
}
