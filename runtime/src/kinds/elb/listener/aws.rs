//! Listeners.

use super::super::aws::{forward, forwards_to};
use super::{Action as Does, Listener};
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing};
use crate::kinds::elb::LoadBalancer;
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::{Kind as _, Ref};
use aws_sdk_elasticloadbalancingv2::types::{
    Action, ActionTypeEnum, Certificate, FixedResponseActionConfig, ProtocolEnum, RedirectActionConfig,
    RedirectActionStatusCodeEnum,
};
use std::collections::BTreeSet;

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
                    .message_body("Access denied");
                Action::builder()
                    .set_type(Some(ActionTypeEnum::FixedResponse))
                    .fixed_response_config(answer.build())
                    .build()
            }
        }
    }
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
    let action = actions.first()?;
    match action.r#type()? {
        ActionTypeEnum::Redirect => {
            let redirect = action.redirect_config()?;
            let https = redirect.protocol() == Some("HTTPS") && redirect.port() == Some("443");
            https.then_some(Does::RedirectToHttps)
        }
        ActionTypeEnum::Forward => forwards_to(actions).map(|arn| Does::Forward(Ref::known(arn))),
        ActionTypeEnum::FixedResponse => {
            (action.fixed_response_config()?.status_code() == Some("403")).then_some(Does::Deny)
        }
        _ => None,
    }
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
        if changed.is_new() || !changed.take(&["certificate", "tls_policy", "action"]) {
            return Ok(());
        }
        let call = cx
            .elb()
            .modify_listener()
            .listener_arn(id)
            .protocol(self.protocol())
            .set_certificates(self.certificates())
            .set_ssl_policy(self.tls_policy.clone())
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
        let secure = one.protocol() == Some(&ProtocolEnum::Https);
        let certificate = one.certificates().first().and_then(|one| one.certificate_arn.clone());
        Ok(Some(
            Live::new(State::Ready)
                .output("arn", id.to_owned())
                .output("target_group", forwards_to(one.default_actions()).unwrap_or_default())
                .field("action", declared_action(one.default_actions()))
                .field("certificate", certificate.filter(|_| secure))
                .field("tls_policy", one.ssl_policy.filter(|_| secure))
                .reported("load_balancer", one.load_balancer_arn)
                .reported("port", one.port),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let sent = cx.elb().delete_listener().listener_arn(id).send().await;
        absent(sent.map_err(api_error("elasticloadbalancing:DeleteListener")))?;
        Ok(Deletion::Accepted)
    }
}
