//! Secrets that AWS generates and that are stored nowhere else.

use super::graph_builder::GraphBuilder;
use crate::kinds::secretsmanager::Secret;
use crate::resource::Ref;
use crate::resource::id::SecretArn;

/// The address of the administrator's password.
pub(crate) const ADMIN_PASSWORD: &str = "moodle.admin-password";

/// The stack's own secrets. RDS manages the database's.
pub(super) struct Secrets {
    /// The password of Moodle's administrator.
    pub(super) admin_password: Ref<SecretArn>,
    /// The secret that proves to the load balancer that a request came through CloudFront, if there is a distribution.
    pub(super) origin_verification: Option<Ref<SecretArn>>,
}

impl Secrets {
    /// Adds the secrets. A secret's name must not end in a hyphen and six characters, as its ARN does:
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>.
    pub(super) fn new(graph: &mut GraphBuilder) -> Self {
        let admin_password = Secret {
            description: format!("Password of the administrator of {}", graph.architecture.domain),
            length: 32,
            punctuation: true,
        };
        let name = graph.names.path("admin-password");
        let admin_password = graph.add_as(ADMIN_PASSWORD, name, "moodle.admin_user", &admin_password);
        let origin_verification = graph.architecture.edge.is_some().then(|| {
            // It becomes the value of an HTTP header, so it has no punctuation.
            let origin_verification = Secret {
                description: format!(
                    "Proves that a request to {} came through CloudFront",
                    graph.architecture.domain
                ),
                length: 48,
                punctuation: false,
            };
            let name = graph.names.path("origin-verification");
            graph
                .add_as("edge.origin-verification", name, "edge", &origin_verification)
                .arn()
        });
        Self {
            admin_password: admin_password.arn(),
            origin_verification,
        }
    }
}
