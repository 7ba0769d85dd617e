//! Distributions.

mod constants;
mod settings;

use self::settings::ORIGIN;
use super::Distribution;
use crate::aws::answer::in_order;
use crate::aws::listing::gather;
use crate::aws::request::unbuilt;
use crate::aws::secret::{SAME, comparison};
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_owned};
use crate::blueprint::EDGE_REGION;
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use crate::resource::Kind as _;
use aws_sdk_cloudfront::Client;
use aws_sdk_cloudfront::operation::get_distribution::GetDistributionOutput;
use aws_sdk_cloudfront::types::{
    Aliases, CacheBehavior, CacheBehaviors, CustomHeaders, DistributionConfig, DistributionConfigWithTags,
    DistributionList, Origin, OriginCustomHeader, Origins, VpcOriginConfig,
};
use std::collections::BTreeSet;

const LIST: &str = "cloudfront:ListDistributions";
const UPDATE: &str = "cloudfront:UpdateDistribution";

impl Cx<'_> {
    /// Returns the comment that users see next to the distribution's ID, because it has no name. At most 128
    /// characters: <https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html>
    fn distribution_comment(&self) -> String {
        let comment = format!("{} of {}", self.target.address, self.target.stack);
        comment.chars().take(128).collect()
    }
}

impl Listing<'_> {
    /// Returns the ARNs of the certificates that the stack's known distributions use.
    pub(crate) async fn certificates_of_distributions(&self) -> Result<BTreeSet<String>, ApiError> {
        let mut used = BTreeSet::new();
        for arn in self.scope.known_of(&Distribution::INFO) {
            let Some((_, id)) = arn.split_once(":distribution/") else {
                continue;
            };
            let found = get(&self.cloudfront(), id)
                .await?
                .and_then(|answer| answer.distribution);
            let config = found.and_then(|one| one.distribution_config);
            let certificate = config.and_then(|config| config.viewer_certificate?.acm_certificate_arn);
            used.extend(certificate);
        }
        Ok(used)
    }
}

async fn get(client: &Client, id: &str) -> Result<Option<GetDistributionOutput>, ApiError> {
    let answer = client.get_distribution().id(id).send().await;
    absent(answer.map_err(api_error("cloudfront:GetDistribution")))
}

/// Adds the settings that AWS reports, except the header's value, which is a secret.
fn live_config(live: Live, applied: &Distribution, config: &DistributionConfig) -> Live {
    let origins = config
        .origins()
        .map(aws_sdk_cloudfront::types::Origins::items)
        .unwrap_or_default();
    let origin = origins.iter().find(|one| one.id() == ORIGIN).or(origins.first());
    let vpc = origin.and_then(|origin| origin.vpc_origin_config());
    let custom = origin.and_then(|origin| origin.custom_origin_config());
    let headers = origin
        .and_then(|origin| origin.custom_headers())
        .map(aws_sdk_cloudfront::types::CustomHeaders::items)
        .unwrap_or_default();
    let header = headers
        .iter()
        .find(|one| one.header_name().eq_ignore_ascii_case(&applied.header));
    let header = header
        .map(|_| applied.header.as_str())
        .or(headers.first().map(OriginCustomHeader::header_name));
    // AWS sorts the aliases. Others than ours are a difference of their own.
    let aliases = config.aliases().map(Aliases::items).unwrap_or_default();
    let alias = aliases.iter().find(|one| **one == applied.alias).or(aliases.first());
    let timeout = vpc.and_then(|vpc| vpc.origin_read_timeout);
    let timeout = timeout.or_else(|| custom.and_then(|custom| custom.origin_read_timeout));
    let certificate = config.viewer_certificate().and_then(|one| one.acm_certificate_arn());
    let behaviors = config.cache_behaviors().map(CacheBehaviors::items).unwrap_or_default();
    let paths = behaviors.iter().map(CacheBehavior::path_pattern);
    let paths = in_order(applied.cached_paths.iter().map(String::as_str), paths);
    live.field("alias", alias)
        .field("certificate", certificate)
        .field("web_acl", config.web_acl_id().filter(|acl| !acl.is_empty()))
        .field("origin", origin.map(Origin::domain_name))
        .field("vpc_origin", vpc.map(VpcOriginConfig::vpc_origin_id))
        .reported("origin_timeout", timeout)
        .field("header", header)
        .field("cached_paths", paths)
}

/// Returns the secret values of the header that proves where a request comes from.
fn header_values<'c>(applied: &Distribution, config: &'c DistributionConfig) -> impl Iterator<Item = &'c str> {
    let origins = config.origins().map(Origins::items).unwrap_or_default();
    let headers = origins
        .iter()
        .filter_map(Origin::custom_headers)
        .flat_map(CustomHeaders::items);
    let proofs = headers.filter(|one| one.header_name().eq_ignore_ascii_case(&applied.header));
    proofs.map(OriginCustomHeader::header_value)
}

impl Adapter for Distribution {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let comment = cx.distribution_comment();
        let mut pages = cx.cloudfront().list_distributions().into_paginator().send();
        let mut taken = None;
        while let Some(page) = pages.next().await {
            let page = page.map_err(api_error(LIST))?;
            for one in page
                .distribution_list()
                .map(DistributionList::items)
                .unwrap_or_default()
            {
                // Reading tags takes one call each, so only candidates are checked.
                let aliases = one.aliases().map(Aliases::items).unwrap_or_default();
                let same_alias = aliases.contains(&self.alias);
                if same_alias || one.comment() == comment {
                    if cx.owns_cloudfront(one.arn()).await? {
                        return Ok(Some(one.id().to_owned()));
                    }
                    if same_alias {
                        taken = Some(format!("the distribution {} with the alias {}", one.id(), self.alias));
                    }
                }
            }
        }
        // An alias can belong to only one distribution.
        taken.map_or(Ok(None), |what| Err(not_owned(LIST, &what)))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        if lx.scope.region != EDGE_REGION {
            return Ok(Vec::new());
        }
        // A distribution has no name, and its tags take another call. Its comment shows which stack may own it.
        let of = format!(" of {}", lx.scope.stack);
        let pages = lx.cloudfront().list_distributions().into_paginator().send();
        let found = gather(LIST, pages, |page| {
            let all = page.distribution_list.and_then(|list| list.items).unwrap_or_default();
            let ours = all.into_iter().filter(|one| one.comment().ends_with(&of));
            ours.map(|one| (one.id, one.arn)).collect::<Vec<_>>()
        });
        lx.owned_cloudfront(found.await?).await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "cloudfront:CreateDistribution";
        let secret = cx.secret_value(self.secret.value()).await?;
        let config = self.config(&cx.target.token, &cx.distribution_comment(), &secret);
        let config = DistributionConfigWithTags::builder()
            .distribution_config(config.map_err(unbuilt(CALL))?)
            .tags(cx.cloudfront_tags(CALL)?);
        let call = cx.cloudfront().create_distribution_with_tags();
        let answer = call.distribution_config_with_tags(config.build()).send().await;
        let answer = answer.map_err(api_error(CALL)).map_err(|error| secret.redact(error))?;
        let created = answer.distribution.map(|one| one.id);
        created.ok_or_else(|| missing(CALL, "distribution"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let answer = cx.cloudfront().get_distribution_config().id(id).send().await;
        let answer = answer.map_err(api_error("cloudfront:GetDistributionConfig"))?;
        let Some(live) = answer.distribution_config else {
            return Err(missing("cloudfront:GetDistributionConfig", "distribution config"));
        };
        let sent = [
            "alias",
            "certificate",
            "web_acl",
            "origin",
            "vpc_origin",
            "origin_timeout",
            "header",
            "secret",
            "cached_paths",
            "viewer_tls",
            "protocols",
            "pages",
            "cached_files",
            "origin_connection",
            "other_origins",
            "other_aliases",
            "delivery",
            "header_value",
        ];
        // A new distribution was created with all settings. An adopted one may have been disabled to be deleted.
        if (changed.is_new() && live.enabled) || !changed.take(&sent) {
            return Ok(());
        }
        let secret = cx.secret_value(self.secret.value()).await?;
        let config = self.config(&live.caller_reference, &cx.distribution_comment(), &secret);
        let mut config = config.map_err(unbuilt(UPDATE))?;
        config.connection_mode = live.connection_mode;
        config.anycast_ip_list_id = live.anycast_ip_list_id;
        let call = cx.cloudfront().update_distribution().id(id).set_if_match(answer.e_tag);
        let sent = call.distribution_config(config).send().await.map_err(api_error(UPDATE));
        sent.map_err(|error| secret.redact(error))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(one) = get(&cx.cloudfront(), id).await?.and_then(|answer| answer.distribution) else {
            return Ok(None);
        };
        let enabled = one.distribution_config().is_none_or(|config| config.enabled);
        let state = match one.status() {
            "Deployed" if enabled => State::Ready,
            "Deployed" => State::Failed("the distribution is disabled".into()),
            status => State::Pending(status.into()),
        };
        let live = Live::new(state)
            .output("id", id.to_owned())
            .output("arn", one.arn.clone())
            .output("domain_name", one.domain_name.clone());
        match one.distribution_config() {
            Some(config) => {
                let secret = cx.secret_to_compare(self.secret.value()).await?;
                let value = secret.map(|secret| comparison(&secret, header_values(self, config)));
                let live = live_config(live, self, config).constant("header_value", SAME, value);
                constants::read(live, self, config).map(Some)
            }
            None => Ok(Some(live)),
        }
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(answer) = get(&cx.cloudfront(), id).await? else {
            return Ok(Deletion::Accepted);
        };
        let Some(one) = answer.distribution else {
            return Err(missing("cloudfront:GetDistribution", "distribution"));
        };
        // A distribution is disabled first, then disabled everywhere, then deleted:
        // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html
        if let Some(mut config) = one.distribution_config.filter(|config| config.enabled) {
            config.enabled = false;
            let call = cx.cloudfront().update_distribution().id(id).set_if_match(answer.e_tag);
            let sent = call.distribution_config(config).send().await;
            absent(sent.map_err(api_error(UPDATE)).map_err(without_message))?;
            return Ok(Deletion::NotYet("the distribution to be disabled".into()));
        }
        if one.status != "Deployed" {
            return Ok(Deletion::NotYet("the distribution to be disabled everywhere".into()));
        }
        let call = cx.cloudfront().delete_distribution().id(id).set_if_match(answer.e_tag);
        absent(call.send().await.map_err(api_error("cloudfront:DeleteDistribution")))?;
        Ok(Deletion::Accepted)
    }
}

/// Replaces a message that may quote the settings that were sent, including the header's value.
fn without_message(mut error: ApiError) -> ApiError {
    error.message = format!("the distribution cannot be disabled ({})", error.code);
    error
}
