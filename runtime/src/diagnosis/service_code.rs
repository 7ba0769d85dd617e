//! The name of a service in Service Quotas.

/// Returns the service code of a call in Service Quotas: <https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServices.html>
pub(super) fn service_code(call: &str) -> &str {
    match call.split(':').next().unwrap_or_default() {
        "cloudwatch" => "monitoring",
        "ec2" => "vpc",
        service => service,
    }
}
