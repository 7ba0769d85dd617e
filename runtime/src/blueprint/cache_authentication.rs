//! The rule that the cache demands a password.

use super::cache::{Cache, KEY};
use super::compute::Compute;
use super::graph_builder::GraphBuilder;
use crate::kinds::elasticache::CacheAuthentication;

/// The address of the rule.
pub(crate) const CACHE_AUTHENTICATION: &str = "cache.authentication";

/// Adds the rule that the cache demands a password, after everything that sends it.
pub(super) fn cache_authentication(graph: &mut GraphBuilder, cache: &Cache, compute: &Compute) {
    let Some(password) = cache.password.clone() else {
        return;
    };
    let authentication = CacheAuthentication {
        cache: cache.name.clone(),
        user_group: cache.user_group.clone(),
        password,
        service: compute.service.name(),
        cron: compute.cron.arn(),
    };
    graph.add(CACHE_AUTHENTICATION, KEY, &authentication);
}
