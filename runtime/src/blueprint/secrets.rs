//! Secrets that AWS generates and nobody else writes down.

use super::graph_builder::GraphBuilder;
use crate::kinds::secretsmanager::Secret;
use crate::resource::Ref;
use crate::resource::id::SecretArn;

/// Where the administrator's password stands in the graph.
pub(crate) const ADMIN_PASSWORD: &str = "moodle.admin-password";

/// The stack's own secrets; the database's is RDS's.
pub(super) struct Secrets {
    /// The password of Moodle's administrator.
    pub(super) administrator: Ref<SecretArn>,
    /// What proves to the load balancer that a request came through CloudFront, where there is one.
    pub(super) origin: Option<Ref<SecretArn>>,
}

impl Secrets {
    /// Adds them. A name must not end in a hyphen and six characters, as their ARNs do:
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>.
    pub(super) fn new(draft: &mut GraphBuilder) -> Self {
        let administrator = Secret {
            description: format!("Password of the administrator of {}", draft.site.domain),
            length: 32,
            punctuation: true,
        };
        let name = draft.names.path("admin-password");
        let administrator = draft.add_as(ADMIN_PASSWORD, name, "moodle.admin_user", &administrator);
        let origin = draft.site.edge.is_some().then(|| {
            // It becomes the value of an HTTP header.
            let origin = Secret {
                description: format!("Proves that a request to {} came through CloudFront", draft.site.domain),
                length: 48,
                punctuation: false,
            };
            let name = draft.names.path("origin-verification");
            draft.add_as("edge.origin-verification", name, "edge", &origin).arn()
        });
        Self {
            administrator: administrator.arn(),
            origin,
        }
    }
}
