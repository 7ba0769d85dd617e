//! What Amazon SES allows the sender of e-mail.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error};
use crate::provider::ApiError;
use moodle_stack_model::rules::preflight::{Sender, Sending, identities};

/// Asks SES for each of the identities that let a sender send, until one is verified.
pub(super) async fn sender(clients: &Clients, region: &str, from: &str) -> Result<Sender, ApiError> {
    let ses = clients.client(region, aws_sdk_sesv2::Client::new);
    let mut found = Sender::Unknown;
    for identity in identities(from) {
        let answer = ses.get_email_identity().email_identity(identity).send().await;
        if let Some(answer) = absent(answer.map_err(api_error("ses:GetEmailIdentity")))? {
            if answer.verified_for_sending_status {
                return Ok(Sender::Verified);
            }
            if found == Sender::Unknown {
                found = Sender::Pending(identity.to_owned());
            }
        }
    }
    Ok(found)
}

/// Asks SES what it allows the account: <https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html>.
pub(super) async fn sending(clients: &Clients, region: &str) -> Result<Sending, ApiError> {
    let ses = clients.client(region, aws_sdk_sesv2::Client::new);
    let account = ses.get_account().send().await.map_err(api_error("ses:GetAccount"))?;
    let quota = account.send_quota;
    Ok(Sending {
        is_production: account.production_access_enabled,
        is_sending: account.sending_enabled && account.enforcement_status.as_deref() != Some("SHUTDOWN"),
        per_day: quota.as_ref().map_or(0, |quota| whole(quota.max24_hour_send)),
        per_second: quota.as_ref().map_or(0, |quota| whole(quota.max_send_rate)),
    })
}

/// Rounds a limit; a negative one means that there is none.
#[allow(clippy::cast_possible_truncation, reason = "a cast saturates")]
fn whole(limit: f64) -> i64 {
    limit as i64
}
