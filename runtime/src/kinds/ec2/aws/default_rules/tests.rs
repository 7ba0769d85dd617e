//! How AWS's default rules are removed, with scripted answers.

use super::{remove_all, remove_egress};
use crate::provider::ApiErrorKind;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::config::{BehaviorVersion, Credentials, Region, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use std::sync::{Arc, Mutex};

type Answer = (u16, &'static str);

/// Gives these answers, one for each call, and records the requests.
#[derive(Clone, Debug, Default)]
struct Script(Arc<Mutex<(Vec<Answer>, Vec<String>)>>);

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().unwrap_or_default();
        let mut script = self.0.lock().unwrap();
        script.1.push(String::from_utf8_lossy(body).into_owned());
        let (status, answer) = script.0.remove(0);
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status.try_into().unwrap(), SdkBody::from(answer))))
    }
}

impl HttpClient for Script {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

const REVOKED: Answer = (
    200,
    "<RevokeSecurityGroupEgressResponse><return>true</return></RevokeSecurityGroupEgressResponse>",
);
const NO_RULE: Answer = (
    400,
    "<Response><Errors><Error><Code>InvalidPermission.NotFound</Code></Error></Errors></Response>",
);
const NO_GROUP: Answer = (
    400,
    "<Response><Errors><Error><Code>InvalidGroup.NotFound</Code></Error></Errors></Response>",
);
const CLOSED: Answer = (
    200,
    "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo>\
     </DescribeSecurityGroupsResponse>",
);
const OPEN: Answer = (
    200,
    "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissionsEgress><item>\
     <ipProtocol>-1</ipProtocol><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item></ipPermissionsEgress>\
     </item></securityGroupInfo></DescribeSecurityGroupsResponse>",
);
const MEMBERS_ALLOWED: Answer = (
    200,
    "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>\
     <ipProtocol>-1</ipProtocol><groups><item><groupId>sg-1</groupId></item></groups></item></ipPermissions></item>\
     </securityGroupInfo></DescribeSecurityGroupsResponse>",
);
const REVOKED_INGRESS: Answer = (
    200,
    "<RevokeSecurityGroupIngressResponse><return>true</return></RevokeSecurityGroupIngressResponse>",
);
const NOTHING: Answer = (
    200,
    "<DescribeSecurityGroupsResponse><securityGroupInfo/></DescribeSecurityGroupsResponse>",
);

/// Returns a client that gets these answers.
fn client(answers: &[Answer]) -> (Client, Script) {
    let script = Script(Arc::new(Mutex::new((answers.to_vec(), Vec::new()))));
    let config = aws_sdk_ec2::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::for_tests())
        .retry_config(aws_sdk_ec2::config::retry::RetryConfig::disabled())
        .timeout_config(aws_sdk_ec2::config::timeout::TimeoutConfig::disabled())
        .http_client(script.clone())
        .build();
    (Client::from_conf(config), script)
}

/// Returns what the removal from a new group ends with, and the requests that it makes.
async fn remove(answers: &[Answer]) -> (Result<(), ApiErrorKind>, Vec<String>) {
    let (client, script) = client(answers);
    let result = remove_egress(&client, "sg-1").await;
    let requests = std::mem::take(&mut script.0.lock().unwrap().1);
    (result.map_err(|error| error.kind), requests)
}

#[tokio::test]
async fn default_rules_are_removed_by_their_values_without_asking_for_them() {
    let (result, requests) = remove(&[REVOKED, REVOKED, CLOSED]).await;
    assert_eq!(result, Ok(()));
    for (request, value) in requests.iter().zip(["CidrIp=0.0.0.0%2F0", "CidrIpv6=%3A%3A%2F0"]) {
        for part in [
            "Action=RevokeSecurityGroupEgress",
            "GroupId=sg-1",
            "IpProtocol=-1",
            value,
        ] {
            assert!(request.contains(part), "{request}");
        }
    }
    assert!(
        requests[2].contains("Action=DescribeSecurityGroups&"),
        "{}",
        requests[2]
    );
    assert_eq!(requests.len(), 3);
}

#[tokio::test]
async fn rules_that_do_not_exist_are_removed_already() {
    assert_eq!(remove(&[REVOKED, NO_RULE, CLOSED]).await.0, Ok(()));
    assert_eq!(remove(&[NO_RULE, NO_RULE, CLOSED]).await.0, Ok(()));
}

#[tokio::test]
async fn group_that_still_allows_all_outbound_traffic_is_not_ready() {
    let (result, _) = remove(&[NO_RULE, NO_RULE, OPEN]).await;
    assert_eq!(result, Err(ApiErrorKind::NotReady));
}

#[tokio::test]
async fn group_that_aws_does_not_show_yet_is_never_taken_for_one_without_rules() {
    assert_eq!(remove(&[NO_GROUP]).await.0, Err(ApiErrorKind::NotFound));
    assert_eq!(
        remove(&[NO_RULE, NO_RULE, NO_GROUP]).await.0,
        Err(ApiErrorKind::NotFound)
    );
    assert_eq!(
        remove(&[NO_RULE, NO_RULE, NOTHING]).await.0,
        Err(ApiErrorKind::NotFound)
    );
}

/// Returns what the removal from the default group of a VPC ends with, and the requests that it makes.
async fn close(answers: &[Answer]) -> (Result<(), ApiErrorKind>, Vec<String>) {
    let (client, script) = client(answers);
    let result = remove_all(&client, "sg-1").await;
    let requests = std::mem::take(&mut script.0.lock().unwrap().1);
    (result.map_err(|error| error.kind), requests)
}

#[tokio::test]
async fn default_group_loses_its_rules_by_their_values() {
    let (result, requests) = close(&[REVOKED, NO_RULE, REVOKED_INGRESS, CLOSED]).await;
    assert_eq!(result, Ok(()));
    for part in [
        "Action=RevokeSecurityGroupIngress",
        "GroupId=sg-1",
        "IpPermissions.1.IpProtocol=-1",
        "IpPermissions.1.Groups.1.GroupId=sg-1",
    ] {
        assert!(requests[2].contains(part), "{}", requests[2]);
    }
    assert_eq!(close(&[NO_RULE, NO_RULE, NO_RULE, CLOSED]).await.0, Ok(()));
}

#[tokio::test]
async fn default_group_that_still_has_a_rule_is_not_ready() {
    for shown in [OPEN, MEMBERS_ALLOWED] {
        let (result, _) = close(&[NO_RULE, NO_RULE, NO_RULE, shown]).await;
        assert_eq!(result, Err(ApiErrorKind::NotReady));
    }
    let (result, _) = close(&[NO_RULE, NO_RULE, NO_RULE, NOTHING]).await;
    assert_eq!(result, Err(ApiErrorKind::NotFound));
}
