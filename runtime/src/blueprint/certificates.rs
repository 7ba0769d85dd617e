//! Certificates of the load balancer and of the edge: the declared ones, or issued ones.

use super::graph_builder::GraphBuilder;
use crate::kinds::acm::{self, Validation};
use crate::kinds::route53::{Answer, Record};
use crate::resource::Ref;
use crate::resource::id::{CertificateArn, RecordName};
use moodle_stack_model::Certificate;
use std::collections::BTreeMap;

/// The certificates, ready for use.
pub(super) struct Certificates {
    /// The load balancer's.
    pub(super) load_balancer: Ref<CertificateArn>,
    /// The distribution's, where there is one.
    pub(super) edge: Option<Ref<CertificateArn>>,
}

/// The records that validate certificates, by hosted zone. ACM asks for the same record for one domain and account
/// whatever the region, so that two certificates share it: <https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html>.
type Records = BTreeMap<&'static str, Ref<RecordName>>;

/// Adds the certificates that are to be issued.
pub(super) fn certificates(draft: &mut GraphBuilder) -> Certificates {
    let mut records = Records::new();
    let load_balancer = match draft.site.load_balancer.certificate {
        Certificate::Arn(arn) => Ref::known(arn),
        Certificate::Issued(issued) => issue(draft, "load_balancer", false, issued.zone, &mut records),
    };
    let edge = draft.site.edge.map(|edge| match edge.certificate {
        Certificate::Arn(arn) => Ref::known(arn),
        Certificate::Issued(issued) => issue(draft, "edge", true, issued.zone, &mut records),
    });
    Certificates { load_balancer, edge }
}

fn issue(
    draft: &mut GraphBuilder,
    part: &str,
    at_edge: bool,
    zone: &'static str,
    records: &mut Records,
) -> Ref<CertificateArn> {
    let key = if at_edge {
        "edge.certificate"
    } else {
        "load_balancer.certificate"
    };
    // All stacks of the account have their edges in one region.
    let name = if at_edge {
        draft.names.global("certificate")
    } else {
        draft.names.of("certificate")
    };
    let address = format!("{part}.certificate");
    let certificate = acm::Certificate {
        domain: draft.site.domain.into(),
    };
    let certificate = if at_edge {
        draft.add_at_edge(&address, name, key, &certificate)
    } else {
        draft.add_as(&address, name, key, &certificate)
    };
    let record = records
        .entry(zone)
        .or_insert_with(|| {
            let record = Record {
                zone: zone.into(),
                name: certificate.record_name(),
                record_type: "CNAME".into(),
                answer: Answer::Value(certificate.record_value()),
            };
            draft.add(&format!("dns.validation-{zone}"), key, &record).name()
        })
        .clone();
    let validation = Validation {
        certificate: certificate.arn(),
        record,
    };
    let (address, name) = (format!("{part}.certificate-validation"), draft.names.of("validation"));
    if at_edge {
        draft.add_at_edge(&address, name, key, &validation).arn()
    } else {
        draft.add_as(&address, name, key, &validation).arn()
    }
}
