//! Listeners.

mod foreign;

use super::super::aws::{forward, forwards_to};
use super::{Action as Does, Listener};
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::kinds::elb::LoadBalancer;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::{Kind as _, Ref};
use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, Certificate, FixedResponseActionConfig, MutualAuthenticationAttributes, ProtocolEnum,
    RedirectActionConfig, RedirectActionStatusCodeEnum,
};
use std::collections::BTreeSet;

/// The body of the answer to a request that is denied.
const DENIED: &str = "Access denied";
const DESCRIBE: &str = "elasticloadbalancing:DescribeListeners";

impl Listener {
    fn protocol(&self) -> ProtocolEnum {
        if self.certificate.is_some() {
            ProtocolEnum::Https
        } else {
            ProtocolEnum::Http
        }
    }

    fn certificates(&self) -> Option<Vec<Certificate>> {
        let certificate = self.certificate.as_ref()?;
        Some(vec![
            Certificate::builder().certificate_arn(certificate.value()).build(),
        ])
    }

    fn default_action(&self) -> Action {
        match &self.action {
            Does::RedirectToHttps => {
                let redirect = RedirectActionConfig::builder()
                    .protocol("HTTPS")
                    .port("443")
                    .status_code(RedirectActionStatusCodeEnum::Http301);
                Action::builder()
                    .set_type(Some(ActionTypeEnum::Redirect))
                    .redirect_config(redirect.build())
                    .build()
            }
            Does::Forward(target_group) => forward(target_group.value()),
            Does::Deny => {
                let answer = FixedResponseActionConfig::builder()
                    .status_code("403")
                    .content_type("text/plain")
                    .message_body(DENIED);
                Action::builder()
                    .set_type(Some(ActionTypeEnum::FixedResponse))
                    .fixed_response_config(answer.build())
                    .build()
            }
        }
    }
}

/// The mode in which a listener asks for no client certificates:
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html>.
const OFF: &str = "off";

fn no_client_certificates() -> MutualAuthenticationAttributes {
    MutualAuthenticationAttributes::builder().mode(OFF).build()
}

impl Listing<'_> {
    /// Returns the ARNs of the certificates that the stack's known listeners in the region use.
    pub(crate) async fn certificates_of_listeners(&self) -> Result<BTreeSet<String>, ApiError> {
        let mut used = BTreeSet::new();
        for arn in self.known_here(&Listener::INFO, ":listener/") {
            let answer = self.elb().describe_listeners().listener_arns(arn).send().await;
            let found = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.listeners);
            let certificates = found
                .iter()
                .flatten()
                .flat_map(aws_sdk_elasticloadbalancingv2::types::Listener::certificates);
            used.extend(certificates.filter_map(|one| one.certificate_arn.clone()));
        }
        Ok(used)
    }
}

/// Returns what a listener does, as a declaration states it; `None` if that cannot be declared.
fn declared_action(actions: &[Action]) -> Option<Does> {
    let [action] = actions else { return None };
    match action.r#type()? {
        ActionTypeEnum::Redirect => is_to_https(action.redirect_config()?).then_some(Does::RedirectToHttps),
        ActionTypeEnum::Forward => forwards_to(actions).map(|arn| Does::Forward(Ref::known(arn))),
        ActionTypeEnum::FixedResponse => is_denial(action.fixed_response_config()?).then_some(Does::Deny),
        _ => None,
    }
}

/// Returns whether a redirect keeps everything but the protocol and the port. AWS reports the placeholders that it has for
/// what is not set: <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html>.
fn is_to_https(redirect: &RedirectActionConfig) -> bool {
    let keeps = |part: Option<&str>, placeholder: &str| part.is_none_or(|part| part == placeholder);
    redirect.protocol() == Some("HTTPS")
        && redirect.port() == Some("443")
        && redirect.status_code() == Some(&RedirectActionStatusCodeEnum::Http301)
        && keeps(redirect.host(), "#{host}")
        && keeps(redirect.path(), "/#{path}")
        && keeps(redirect.query(), "#{query}")
}

fn is_denial(answer: &FixedResponseActionConfig) -> bool {
    answer.status_code() == Some("403")
        && answer.content_type() == Some("text/plain")
        && answer.message_body() == Some(DENIED)
}

impl Adapter for Listener {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let call = cx
            .elb()
            .describe_listeners()
            .load_balancer_arn(self.load_balancer.value());
        let mut pages = call.into_paginator().items().send();
        while let Some(one) = pages.next().await {
            match one.map_err(api_error(DESCRIBE)) {
                Ok(one) if one.port() == Some(self.port.into()) => {
                    let Some(arn) = one.listener_arn else { continue };
                    let what = format!("a listener on port {} of the load balancer", self.port);
                    return cx.elb_owned(arn, &what).await;
                }
                Ok(_) => {}
                Err(error) if error.kind == ApiErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let mut owned = Vec::new();
        for arn in lx.known_here(&LoadBalancer::INFO, ":loadbalancer/") {
            let pages = lx
                .elb()
                .describe_listeners()
                .load_balancer_arn(arn)
                .into_paginator()
                .items()
                .send();
            let found = absent(gather(DESCRIBE, pages, |one| one.listener_arn).await)?;
            owned.extend(lx.owned_elb(&found.unwrap_or_default()).await?);
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "elasticloadbalancing:CreateListener";
        let call = cx
            .elb()
            .create_listener()
            .load_balancer_arn(self.load_balancer.value())
            .port(self.port.into())
            .protocol(self.protocol())
            .set_certificates(self.certificates())
            .set_ssl_policy(self.tls_policy.clone())
            .default_actions(self.default_action())
            .set_tags(Some(cx.elb_tags()));
        let answer = call.send().await.map_err(api_error(CALL))?;
        let new = answer.listeners.unwrap_or_default().into_iter().next();
        new.and_then(|one| one.listener_arn)
            .ok_or_else(|| missing(CALL, "listener ARN"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        if changed.is_new() {
            return Ok(());
        }
        if changed.take(&["other_rules"]) {
            foreign::delete_rules(cx, id).await?;
        }
        if changed.take(&["other_certificates"]) {
            foreign::remove_certificates(cx, id).await?;
        }
        let sent = ["certificate", "tls_policy", "action", "client_certificates"];
        if !changed.take(&sent) {
            return Ok(());
        }
        let call = cx
            .elb()
            .modify_listener()
            .listener_arn(id)
            .protocol(self.protocol())
            .set_certificates(self.certificates())
            .set_ssl_policy(self.tls_policy.clone())
            .set_mutual_authentication(self.certificate.is_some().then(no_client_certificates))
            .default_actions(self.default_action());
        call.send()
            .await
            .map_err(api_error("elasticloadbalancing:ModifyListener"))?;
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let answer = cx.elb().describe_listeners().listener_arns(id).send().await;
        let found = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.listeners);
        let Some(one) = found.and_then(|all| all.into_iter().next()) else {
            return Ok(None);
        };
        let Some(owner) = cx.elb_owner(id).await? else {
            return Ok(None);
        };
        let secure = one.protocol() == Some(&ProtocolEnum::Https);
        let certificate = one.certificates().first().and_then(|one| one.certificate_arn.clone());
        let mode = one
            .mutual_authentication()
            .and_then(|one| one.mode())
            .unwrap_or(OFF)
            .to_owned();
        let others = if secure {
            foreign::certificates(cx, id).await?
        } else {
            Vec::new()
        };
        Ok(Some(
            Live::new(State::Ready)
                .owned_by(owner)
                .output("arn", id.to_owned())
                .output("target_group", forwards_to(one.default_actions()).unwrap_or_default())
                .field("action", declared_action(one.default_actions()))
                .field("certificate", certificate.filter(|_| secure))
                .field("tls_policy", one.ssl_policy.filter(|_| secure))
                .reported("load_balancer", one.load_balancer_arn)
                .reported("port", one.port)
                .constant("client_certificates", OFF.to_owned(), mode)
                .constant("other_certificates", Vec::new(), others)
                .constant("other_rules", Vec::new(), foreign::rules(cx, id).await?),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_elb(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.elb().delete_listener().listener_arn(id).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteListener")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(status: RedirectActionStatusCodeEnum) -> RedirectActionConfig {
        let redirect = RedirectActionConfig::builder().protocol("HTTPS").port("443");
        redirect.status_code(status).build()
    }

    #[test]
    fn redirect_is_as_declared_if_it_keeps_host_path_and_query() {
        use RedirectActionStatusCodeEnum::{Http301, Http302};
        assert!(is_to_https(&redirect(Http301)));
        let reported = RedirectActionConfig::builder()
            .protocol("HTTPS")
            .port("443")
            .status_code(Http301);
        let reported = reported.host("#{host}").path("/#{path}").query("#{query}");
        assert!(is_to_https(&reported.clone().build()));
        assert!(!is_to_https(&reported.host("evil.example").build()));
        assert!(!is_to_https(&redirect(Http302)));
    }

    #[test]
    fn denial_is_as_declared_only_with_its_body() {
        let answer = FixedResponseActionConfig::builder()
            .status_code("403")
            .content_type("text/plain");
        assert!(is_denial(&answer.clone().message_body(DENIED).build()));
        assert!(!is_denial(&answer.message_body("<script>").build()));
    }

    #[test]
    fn second_action_is_not_what_was_declared() {
        let deny = || Action::builder().set_type(Some(ActionTypeEnum::FixedResponse));
        let deny = || {
            deny()
                .fixed_response_config(
                    FixedResponseActionConfig::builder()
                        .status_code("403")
                        .content_type("text/plain")
                        .message_body(DENIED)
                        .build(),
                )
                .build()
        };
        assert_eq!(declared_action(&[deny()]), Some(Does::Deny));
        assert_eq!(declared_action(&[deny(), deny()]), None);
    }
}
