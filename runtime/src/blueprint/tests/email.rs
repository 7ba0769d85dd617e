//! How Moodle sends mail through Amazon SES.

use super::campus::{CAMPUS, graph};
use super::{field, of_kind};
use moodle_stack_model::{Architecture, Ses};
use serde_json::json;

const SECRET: &str = "arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF";

/// Returns the campus with SES, in the stack's region or another one.
pub(super) fn with_email(region: Option<&'static str>) -> Architecture {
    let email = Some(Ses {
        from: "noreply@example.edu",
        credentials: SECRET,
        region,
    });
    Architecture { email, ..CAMPUS }
}

#[test]
fn every_task_has_the_mail_servers_address_and_credentials() {
    let graph = graph(&with_email(None));
    for task in of_kind(&graph, "TaskDefinition") {
        let environment = field(&graph, task, "environment");
        assert_eq!(
            environment["MOODLE_SMTP_HOST"], "email-smtp.ap-southeast-1.amazonaws.com",
            "{task}"
        );
        assert_eq!(environment["MOODLE_SMTP_PORT"], "587", "{task}");
        assert_eq!(environment["MOODLE_NOREPLY_ADDRESS"], "noreply@example.edu", "{task}");
        let secrets = field(&graph, task, "secrets");
        assert_eq!(secrets["MOODLE_SMTP_USER"], format!("{SECRET}:username::"), "{task}");
        assert_eq!(
            secrets["MOODLE_SMTP_PASSWORD"],
            format!("{SECRET}:password::"),
            "{task}"
        );
    }
    let read = &field(&graph, "compute.role-execution", "policies")["secrets"]["Statement"][0];
    assert_eq!(read["Resource"][3], SECRET);
    // The tasks' security group allows the port.
    assert_eq!(field(&graph, "security.tasks-to-mail", "from_port"), 587);
}

#[test]
fn email_uses_its_declared_region() {
    let graph = graph(&with_email(Some("us-east-1")));
    let environment = field(&graph, "compute.task-web", "environment");
    assert_eq!(environment["MOODLE_SMTP_HOST"], "email-smtp.us-east-1.amazonaws.com");
}

#[test]
fn without_email_tasks_have_no_mail_server() {
    let graph = graph(&CAMPUS);
    for fields in ["environment", "secrets"] {
        let fields = field(&graph, "compute.task-web", fields).as_object();
        let mail: Vec<&String> = fields.into_iter().flatten().map(|(name, _)| name).collect();
        assert!(!mail.iter().any(|name| name.contains("SMTP")), "{mail:?}");
    }
    let read = &field(&graph, "compute.role-execution", "policies")["secrets"]["Statement"][0];
    let own = [
        "database.instance:secret",
        "moodle.admin-password:arn",
        "cache.password:arn",
    ];
    assert_eq!(read["Resource"], json!(own.map(|secret| json!({ "$ref": [secret] }))));
}
