//! The certificates of the load balancer and of the distribution, declared or issued.

use super::graph_builder::GraphBuilder;
use crate::kinds::acm::{self, Validation};
use crate::kinds::route53::{Answer, Record};
use crate::resource::Ref;
use crate::resource::id::{CertificateArn, RecordName};
use moodle_stack_model::Certificate;
use std::collections::BTreeMap;

/// The certificates. A reference to an issued one waits for its validation.
pub(super) struct Certificates {
    pub(super) load_balancer: Ref<CertificateArn>,
    /// The distribution's, if there is one.
    pub(super) edge: Option<Ref<CertificateArn>>,
}

/// The records that validate certificates, by hosted zone. For one domain and account, ACM asks for the same record in
/// every region, so two certificates share it:
/// <https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html>.
type Records = BTreeMap<&'static str, Ref<RecordName>>;

/// Adds the certificates that ACM issues.
pub(super) fn certificates(graph: &mut GraphBuilder) -> Certificates {
    let mut records = Records::new();
    let load_balancer = match graph.architecture.load_balancer.certificate {
        Certificate::Arn(arn) => Ref::known(arn),
        Certificate::Issued(issued) => issue(graph, "load_balancer", false, issued.zone, &mut records),
    };
    let edge = graph.architecture.edge.map(|edge| match edge.certificate {
        Certificate::Arn(arn) => Ref::known(arn),
        Certificate::Issued(issued) => issue(graph, "edge", true, issued.zone, &mut records),
    });
    Certificates { load_balancer, edge }
}

fn issue(
    graph: &mut GraphBuilder,
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
    // The distributions of all stacks in the account are in one region.
    let name = if at_edge {
        graph.names.global("certificate")
    } else {
        graph.names.of("certificate")
    };
    let address = format!("{part}.certificate");
    let certificate = acm::Certificate {
        domain: graph.architecture.domain.into(),
    };
    let certificate = if at_edge {
        graph.add_at_edge(&address, name, key, &certificate)
    } else {
        graph.add_as(&address, name, key, &certificate)
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
            graph.add(&format!("dns.validation-{zone}"), key, &record).name()
        })
        .clone();
    let validation = Validation {
        certificate: certificate.arn(),
        record,
    };
    let (address, name) = (format!("{part}.certificate-validation"), graph.names.of("validation"));
    if at_edge {
        graph.add_at_edge(&address, name, key, &validation).arn()
    } else {
        graph.add_as(&address, name, key, &validation).arn()
    }
}
