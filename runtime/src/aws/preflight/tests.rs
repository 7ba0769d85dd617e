//! What is asked of AWS, and how its answers are read, with scripted answers: the emulators know neither most quotas nor other
//! accounts' aliases nor what SES allows.

use super::answer;
use crate::aws::clients::Clients;
use crate::aws::script::{Answer, Script};
use crate::provider::{ApiError, ApiErrorKind};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use moodle_stack_model::facts::database::Engine;
use moodle_stack_model::facts::quotas::Quota;
use moodle_stack_model::rules::preflight::{
    AliasHolder, AliasUse, Offer, PreflightAnswers, PreflightQuery, QueryTarget, QuotaState, Sender, Sending, Zone,
};

const HERE: &str = "ap-southeast-1";

/// Asks a question, and returns the answer with the requests.
async fn ask(target: QueryTarget, answers: &'static [Answer]) -> (Result<PreflightAnswers, ApiError>, Vec<String>) {
    let script = Script::new(answers);
    let clients = Clients::load(HERE, Some(SharedHttpClient::new(script.clone()))).await;
    let question = PreflightQuery {
        key: "network",
        region: HERE,
        target,
    };
    let known = answer(&clients, &question).await;
    (known, script.asked())
}

async fn known(target: QueryTarget, answers: &'static [Answer]) -> PreflightAnswers {
    let (known, asked) = ask(target, answers).await;
    known.unwrap_or_else(|error| panic!("{error}; asked {asked:#?}"))
}

async fn quota(quota: Quota, answers: &'static [Answer]) -> QuotaState {
    let mut known = known(QueryTarget::Quota(quota), answers).await;
    known.quotas.remove(&quota).expect("the quota")
}

const FIVE: Answer = ("GetServiceQuota", 200, r#"{"Quota": {"Value": 5.0}}"#);

#[tokio::test]
async fn quota_that_was_never_changed_is_the_default() {
    const ABSENT: Answer = ("GetServiceQuota", 400, r#"{"__type": "NoSuchResourceException"}"#);
    const DEFAULT: Answer = ("GetAWSDefaultServiceQuota", 200, r#"{"Quota": {"Value": 6.5}}"#);
    let fargate = QueryTarget::Quota(Quota::Fargate);
    for (answers, limit) in [(&[FIVE][..], 5), (&[DEFAULT, ABSENT], 6)] {
        let (known, asked) = ask(fargate, answers).await;
        assert_eq!(known.expect("the quota").quotas[&Quota::Fargate].limit, limit);
        assert!(
            asked[0].contains("fargate") && asked[0].contains("L-3032A538"),
            "{asked:?}"
        );
    }
    // Without either, nothing is known; it is not a quota of nothing.
    let (known, _) = ask(fargate, &[("Quota", 200, "{}")]).await;
    assert!(known.is_err());
    let (known, _) = ask(fargate, &[("Quota", 400, r#"{"__type": "AccessDeniedException"}"#)]).await;
    assert_eq!(known.expect_err("an error").kind, ApiErrorKind::Denied);
}

const BALANCERS: Answer = (
    "DescribeLoadBalancers",
    200,
    "<DescribeLoadBalancersResponse><DescribeLoadBalancersResult><LoadBalancers><member><LoadBalancerName>campus-alb\
     </LoadBalancerName><Type>application</Type></member><member><LoadBalancerName>other</LoadBalancerName><Type>network\
     </Type></member></LoadBalancers></DescribeLoadBalancersResult></DescribeLoadBalancersResponse>",
);

const DATABASES: Answer = (
    "DescribeDBInstances",
    200,
    "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><TagList><Tag>\
     <Key>moodle-stack:stack</Key><Value>campus</Value></Tag></TagList></DBInstance><DBInstance/></DBInstances>\
     </DescribeDBInstancesResult></DescribeDBInstancesResponse>",
);

#[tokio::test]
async fn what_exists_is_labelled_with_its_stack_its_name_or_its_domain() {
    let of = async |one, answers| quota(one, answers).await.used;
    let tagged = "<DescribeAddressesResponse><addressesSet><item><allocationId>eipalloc-1</allocationId><tagSet><item>\
                  <key>moodle-stack:stack</key><value>campus</value></item></tagSet></item><item>\
                  <allocationId>eipalloc-2</allocationId></item></addressesSet></DescribeAddressesResponse>";
    let addresses: &'static [Answer] = vec![FIVE, ("DescribeAddresses", 200, tagged)].leak();
    assert_eq!(of(Quota::ElasticIps, addresses).await, ["campus", ""]);
    // Other types of load balancers have quotas of their own.
    assert_eq!(of(Quota::LoadBalancers, &[FIVE, BALANCERS]).await, ["campus-alb"]);
    assert_eq!(of(Quota::DbInstances, &[FIVE, DATABASES]).await, ["campus", ""]);
    assert_eq!(
        of(Quota::Distributions, &[FIVE, DISTRIBUTIONS]).await,
        ["learn.example.edu", ""]
    );
}

const DISTRIBUTIONS: Answer = (
    "/distribution ",
    200,
    "<DistributionList><IsTruncated>false</IsTruncated><Items><DistributionSummary><Id>E1AAAAAAAAAAAA</Id>\
     <ARN>arn:aws:cloudfront::111122223333:distribution/E1AAAAAAAAAAAA</ARN><Aliases><Quantity>1</Quantity><Items>\
     <CNAME>learn.example.edu</CNAME></Items></Aliases></DistributionSummary><DistributionSummary><Id>E2BBBBBBBBBBBB</Id>\
     <ARN>arn:aws:cloudfront::111122223333:distribution/E2BBBBBBBBBBBB</ARN><ViewerCertificate>\
     <ACMCertificateArn>arn:aws:acm:us-east-1:111122223333:certificate/1</ACMCertificateArn></ViewerCertificate>\
     </DistributionSummary></Items></DistributionList>",
);
const NO_DISTRIBUTIONS: Answer = (
    "/distribution ",
    200,
    "<DistributionList><IsTruncated>false</IsTruncated></DistributionList>",
);
const TAGS: Answer = (
    "/tagging?",
    200,
    "<Tags><Items><Tag><Key>moodle-stack:stack</Key><Value>campus</Value></Tag></Items></Tags>",
);
const CONFLICTS: Answer = (
    "/conflicting-alias?",
    200,
    "<ConflictingAliasesList><Items><ConflictingAlias><Alias>learn.example.edu</Alias><DistributionId>*******AAAAAAA\
     </DistributionId><AccountId>******223333</AccountId></ConflictingAlias><ConflictingAlias><Alias>*.example.edu</Alias>\
     <DistributionId>*******XYZ1234</DistributionId><AccountId>******998877</AccountId></ConflictingAlias></Items>\
     </ConflictingAliasesList>",
);

async fn alias(domain: &'static str, certificate: Option<&'static str>, answers: &'static [Answer]) -> AliasUse {
    let target = QueryTarget::Alias(domain, certificate);
    known(target, answers).await.alias.expect("an answer")
}

#[tokio::test]
async fn alias_of_this_account_names_the_stack_and_one_of_another_account_is_found_with_a_distribution() {
    let here = AliasHolder {
        alias: "learn.example.edu".into(),
        distribution: "E1AAAAAAAAAAAA".into(),
        account: None,
        stack: "campus".into(),
    };
    let there = AliasHolder {
        alias: "*.example.edu".into(),
        distribution: "*******XYZ1234".into(),
        account: Some("******998877".into()),
        stack: String::new(),
    };
    let found = alias("learn.example.edu", None, &[DISTRIBUTIONS, TAGS, CONFLICTS]).await;
    assert_eq!(found.holders, [here, there]);
    assert!(found.is_worldwide && found.has_distributions);
}

#[tokio::test]
async fn other_accounts_are_unknown_without_a_distribution_or_the_permission() {
    const DENIED: Answer = (
        "/conflicting-alias?",
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>",
    );
    assert_eq!(
        alias("courses.example.edu", None, &[NO_DISTRIBUTIONS]).await,
        AliasUse::default()
    );
    // Nor does a distribution help that has neither the alias nor the certificate.
    let of_others = alias("courses.example.edu", None, &[DISTRIBUTIONS, CONFLICTS]).await;
    assert!(of_others.has_distributions && !of_others.is_worldwide);
    let certificate = Some("arn:aws:acm:us-east-1:111122223333:certificate/1");
    let with_certificate = alias("courses.example.edu", certificate, &[DISTRIBUTIONS, CONFLICTS]).await;
    assert!(with_certificate.is_worldwide);
    let denied = alias("learn.example.edu", None, &[DISTRIBUTIONS, TAGS, DENIED]).await;
    assert!(!denied.is_worldwide);
    assert_eq!(denied.holders.len(), 1, "what this account has is known all the same");
}

#[tokio::test]
async fn sender_is_verified_by_itself_or_by_any_domain_above_it() {
    const VERIFIED: Answer = ("/identities/example.edu", 200, r#"{"VerifiedForSendingStatus": true}"#);
    const PENDING: Answer = (
        "/identities/learn.example.edu",
        200,
        r#"{"VerifiedForSendingStatus": false}"#,
    );
    const NONE: Answer = ("/identities/", 404, r#"{"__type": "NotFoundException"}"#);
    let target = QueryTarget::Sender("noreply@learn.example.edu");
    for (answers, sender) in [
        (&[VERIFIED, PENDING, NONE][..], Sender::Verified),
        (&[PENDING, NONE], Sender::Pending("learn.example.edu".into())),
        (&[NONE], Sender::Unknown),
    ] {
        assert_eq!(known(target, answers).await.sender, Some(sender));
    }
    let (denied, _) = ask(
        target,
        &[("/identities/", 403, r#"{"__type": "AccessDeniedException"}"#)],
    )
    .await;
    assert_eq!(denied.expect_err("an error").kind, ApiErrorKind::Denied);
}

#[tokio::test]
async fn account_of_ses_has_limits_and_may_be_suspended() {
    const SANDBOX: Answer = (
        "/account",
        200,
        r#"{"ProductionAccessEnabled": false, "SendingEnabled": true, "EnforcementStatus": "HEALTHY",
            "SendQuota": {"Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 0.0}}"#,
    );
    const SHUTDOWN: Answer = (
        "/account",
        200,
        r#"{"ProductionAccessEnabled": true, "SendingEnabled": true, "EnforcementStatus": "SHUTDOWN",
            "SendQuota": {"Max24HourSend": -1.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0}}"#,
    );
    let of = async |answers| known(QueryTarget::Sending, answers).await.sending.expect("an answer");
    let sandbox = Sending {
        is_production: false,
        is_sending: true,
        per_day: 200,
        per_second: 1,
    };
    assert_eq!(of(&[SANDBOX]).await, sandbox);
    let suspended = of(&[SHUTDOWN]).await;
    assert!(suspended.is_production && !suspended.is_sending);
    assert_eq!(suspended.per_day, -1);
}

const OFFERS: Answer = (
    "DescribeOrderableDBInstanceOptions",
    200,
    "<DescribeOrderableDBInstanceOptionsResponse><DescribeOrderableDBInstanceOptionsResult><OrderableDBInstanceOptions>\
     <OrderableDBInstanceOption><DBInstanceClass>db.r6g.large</DBInstanceClass><EngineVersion>8.4.6</EngineVersion>\
     <MultiAZCapable>true</MultiAZCapable><AvailabilityZones><AvailabilityZone><Name>ap-southeast-1a</Name>\
     </AvailabilityZone><AvailabilityZone><Name>ap-southeast-1b</Name></AvailabilityZone></AvailabilityZones>\
     </OrderableDBInstanceOption></OrderableDBInstanceOptions></DescribeOrderableDBInstanceOptionsResult>\
     </DescribeOrderableDBInstanceOptionsResponse>",
);

#[tokio::test]
async fn zones_have_ids_and_the_class_has_zones() {
    const ZONES: Answer = (
        "DescribeAvailabilityZones",
        200,
        "<DescribeAvailabilityZonesResponse><availabilityZoneInfo><item><zoneName>ap-southeast-1a</zoneName>\
         <zoneId>apse1-az2</zoneId><zoneState>available</zoneState></item></availabilityZoneInfo>\
         </DescribeAvailabilityZonesResponse>",
    );
    let zone = Zone {
        name: "ap-southeast-1a".into(),
        id: "apse1-az2".into(),
        state: "available".into(),
    };
    assert_eq!(known(QueryTarget::Zones, &[ZONES]).await.zones, Some(vec![zone]));
    let offer = Offer {
        version: "8.4.6".into(),
        multi_az: true,
        zones: vec!["ap-southeast-1a".into(), "ap-southeast-1b".into()],
    };
    let target = QueryTarget::Offers(Engine::Mysql, "db.r6g.large");
    assert_eq!(known(target, &[OFFERS]).await.offers, Some(vec![offer]));
}

const SECOND: Answer = (
    "NextToken=more",
    200,
    "<DescribeVpcEndpointServicesResponse><serviceDetailSet><item><serviceName>com.amazonaws.ap-southeast-1.logs\
     </serviceName><serviceType><item><serviceType>Interface</serviceType></item></serviceType><availabilityZoneSet><item>\
     ap-southeast-1a</item></availabilityZoneSet></item></serviceDetailSet></DescribeVpcEndpointServicesResponse>",
);

const FIRST: Answer = (
    "DescribeVpcEndpointServices",
    200,
    "<DescribeVpcEndpointServicesResponse><serviceDetailSet><item><serviceName>com.amazonaws.ap-southeast-1.s3\
     </serviceName><serviceType><item><serviceType>Gateway</serviceType></item></serviceType></item><item><serviceName>\
     cn.com.amazonaws.ap-southeast-1.ecr.api</serviceName><serviceType><item><serviceType>Interface</serviceType></item>\
     </serviceType><availabilityZoneSet><item>ap-southeast-1b</item></availabilityZoneSet></item></serviceDetailSet>\
     <nextToken>more</nextToken></DescribeVpcEndpointServicesResponse>",
);

#[tokio::test]
async fn region_is_reported_with_its_status_and_endpoints_of_all_pages_with_their_zones() {
    const REGIONS: Answer = (
        "DescribeRegions",
        200,
        "<DescribeRegionsResponse><regionInfo><item><regionName>ap-southeast-5</regionName>\
         <optInStatus>not-opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>",
    );
    let (known_regions, asked) = ask(QueryTarget::Regions, &[REGIONS]).await;
    let regions = known_regions.expect("regions").regions.expect("regions");
    assert_eq!(regions["ap-southeast-5"], "not-opted-in");
    // Otherwise, AWS lists only the enabled regions.
    assert!(asked[0].contains("AllRegions=true"), "{asked:?}");
    let zones = known(QueryTarget::EndpointZones, &[SECOND, FIRST]).await.endpoint_zones;
    let zones = zones.expect("endpoints");
    let zones: Vec<_> = zones
        .iter()
        .map(|(service, zones)| (&**service, zones.join(" ")))
        .collect();
    let expected = [("ecr.api", "ap-southeast-1b"), ("logs", "ap-southeast-1a")];
    assert_eq!(zones, expected.map(|(service, zones)| (service, zones.to_owned())));
}
