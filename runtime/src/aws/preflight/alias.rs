//! Which distributions have the domain as an alias.
//!
//! CloudFront reports other accounts only to an account that has a distribution with a certificate for the domain:
//! <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListConflictingAliases.html>. Before there is one, only the
//! distributions of this account are known.

use super::quotas::{distributions, label};
use crate::aws::clients::Clients;
use crate::aws::error::api_error;
use crate::provider::ApiError;
use aws_sdk_cloudfront::types::{DistributionSummary, Tags};
use moodle_stack_model::rules::preflight::{AliasHolder, AliasUse};
use tracing::debug;

/// Finds the distributions that have an alias.
pub(super) async fn alias(
    clients: &Clients,
    region: &str,
    alias: &str,
    certificate: Option<&str>,
) -> Result<AliasUse, ApiError> {
    let all = distributions(clients, region).await?;
    let mut found = AliasUse {
        has_distributions: !all.is_empty(),
        ..AliasUse::default()
    };
    for one in all.iter().filter(|one| has(one, alias)) {
        found.holders.push(AliasHolder {
            alias: alias.into(),
            distribution: one.id.clone(),
            account: None,
            stack: owner(clients, region, &one.arn).await?,
        });
    }
    let covers = |one: &&DistributionSummary| {
        let arn = one
            .viewer_certificate
            .as_ref()
            .and_then(|one| one.acm_certificate_arn());
        has(one, alias) || arn.is_some() && arn == certificate
    };
    if let Some(one) = all.iter().find(covers) {
        match elsewhere(clients, region, alias, &one.id).await {
            Ok(holders) => {
                let is_here = |holder: &AliasHolder| all.iter().any(|one| is_same(&holder.distribution, &one.id));
                found
                    .holders
                    .extend(holders.into_iter().filter(|holder| !is_here(holder)));
                found.is_worldwide = true;
            }
            // What is known about this account counts all the same.
            Err(error) => debug!(%error, "other accounts were not asked"),
        }
    }
    Ok(found)
}

/// Returns whether a distribution has an alias.
fn has(one: &DistributionSummary, alias: &str) -> bool {
    let aliases = one.aliases.as_ref().and_then(|aliases| aliases.items.as_ref());
    aliases.is_some_and(|aliases| aliases.iter().any(|one| one.eq_ignore_ascii_case(alias)))
}

/// Returns the stack that owns a distribution, by its tags.
async fn owner(clients: &Clients, region: &str, arn: &str) -> Result<String, ApiError> {
    let cloudfront = clients.client(region, aws_sdk_cloudfront::Client::new);
    let answer = cloudfront.list_tags_for_resource().resource(arn).send().await;
    let answer = answer.map_err(api_error("cloudfront:ListTagsForResource"))?;
    let tags = answer.tags().map(Tags::items).unwrap_or_default();
    Ok(label(tags))
}

/// Asks CloudFront for the distributions of all accounts that have an alias or overlap with it.
async fn elsewhere(
    clients: &Clients,
    region: &str,
    alias: &str,
    distribution: &str,
) -> Result<Vec<AliasHolder>, ApiError> {
    let cloudfront = clients.client(region, aws_sdk_cloudfront::Client::new);
    let call = cloudfront
        .list_conflicting_aliases()
        .alias(alias)
        .distribution_id(distribution);
    let answer = call
        .send()
        .await
        .map_err(api_error("cloudfront:ListConflictingAliases"))?;
    let items = answer.conflicting_aliases_list.and_then(|list| list.items);
    let holders = items.unwrap_or_default().into_iter().map(|one| AliasHolder {
        alias: one.alias.unwrap_or_default(),
        distribution: one.distribution_id.unwrap_or_default(),
        account: Some(one.account_id.unwrap_or_default()),
        stack: String::new(),
    });
    Ok(holders.collect())
}

/// Returns whether an id of which CloudFront hides the first letters may be a distribution's.
fn is_same(hidden: &str, id: &str) -> bool {
    let visible = hidden.trim_start_matches('*');
    hidden.len() == id.len() && !visible.is_empty() && id.ends_with(visible)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn id_with_hidden_letters_is_recognized_by_its_end() {
        assert!(is_same("*******A1B2C3D", "E2QWRUHA1B2C3D"));
        assert!(!is_same("*******A1B2C3D", "E2QWRUHA1B2C3E"));
        assert!(!is_same("*****A1B2C3D", "E2QWRUHA1B2C3D"));
        assert!(!is_same("**************", "E2QWRUHA1B2C3D"));
    }
}
