//! Preflight rules on the sender of e-mail.

use super::{PreflightAnswers, PreflightRule, Sender, Sending};
use crate::{Architecture, Level, Problem, Ses, Subject, Text};

const FROM: &str = "email.from";

pub(super) const SENDER_IS_VERIFIED: PreflightRule = PreflightRule {
    id: "MS990",
    level: Level::Refused,
    statement: "The sender of Moodle's e-mails, its domain or a domain above it is verified in SES.",
    why: "SES refuses every message from a sender that is not verified; nobody could reset a password.",
    source: "https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html",
    reads: &["email.from", "email.region"],
    as_of: None,
    wrong: "from: \"noreply@example.org\" // not verified",
    right: "from: \"noreply@example.edu\"",
    check: is_verified,
};

pub(super) const SENDING_IS_ENABLED: PreflightRule = PreflightRule {
    id: "MS991",
    level: Level::Refused,
    statement: "SES has not suspended the account's sending.",
    why: "SES refuses every message of an account whose sending is suspended.",
    source: "https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html",
    reads: &["email.region"],
    as_of: None,
    wrong: "email: Ses { … } // with sending suspended",
    right: "email: Ses { … } // after SES has resumed it",
    check: is_enabled,
};

pub(super) const SENDER_IS_OUT_OF_THE_SANDBOX: PreflightRule = PreflightRule {
    id: "MS992",
    level: Level::Warned,
    statement: "The account is not in SES's sandbox.",
    why: "In the sandbox, SES sends only to addresses that are verified, and only 200 messages a day: users get no mail.",
    source: "https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html",
    reads: &["email.region"],
    as_of: None,
    wrong: "email: Ses { … } // in the sandbox",
    right: "email: Ses { … } // with production access",
    check: is_out_of_the_sandbox,
};

/// Returns the identities of which each lets a sender send: its address, its domain, and the domains above it. A verified
/// domain covers all its subdomains: <https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html>.
pub fn identities(from: &str) -> impl Iterator<Item = &str> {
    let domain = from.rsplit_once('@').map_or(from, |(_, domain)| domain);
    let domains = std::iter::successors(Some(domain), |domain| Some(domain.split_once('.')?.1));
    // Nobody can verify a top-level domain.
    std::iter::once(from).chain(domains.take_while(|domain| domain.contains('.')))
}

/// Returns the region whose SES is used.
fn region(stack: &Architecture, ses: Ses) -> &'static str {
    ses.region.unwrap_or(stack.region)
}

fn is_verified(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let problem = stack.email.zip(answers.sender.as_ref()).and_then(|(ses, found)| {
        let region = region(stack, ses);
        let domain = ses.from.rsplit_once('@').map_or(ses.from, |(_, domain)| domain);
        let ses_in = Text::new("SES in ").push(region);
        let (what, help) = match found {
            Sender::Verified => return None,
            Sender::Unknown => (
                ses_in.push(" knows neither ").push(ses.from).push(" nor its domain"),
                Text::new("verify the domain: `aws sesv2 create-email-identity --region ")
                    .push(region)
                    .push(" --email-identity ")
                    .push(domain)
                    .push("` prints the DNS records to create"),
            ),
            Sender::Pending(address) if address.contains('@') => (
                ses_in.push(" has not verified ").push(address),
                Text::new("open the link in the message that SES has sent to it, or verify the domain ").push(domain),
            ),
            Sender::Pending(pending) => (
                ses_in.push(" has not verified the domain ").push(pending),
                Text::new("create the DNS records that `aws sesv2 get-email-identity --region ")
                    .push(region)
                    .push(" --email-identity ")
                    .push(pending)
                    .push("` prints"),
            ),
        };
        Problem::at(Subject::at(FROM), what, help)
    });
    problem.into_iter().collect()
}

fn is_enabled(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    account(
        stack,
        answers,
        |sending| !sending.is_sending,
        |region| {
            Text::new("SES in ")
                .push(region)
                .push(" has suspended the account's sending")
        },
    )
}

fn is_out_of_the_sandbox(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let is_in = |sending: &Sending| sending.is_sending && !sending.is_production;
    account(stack, answers, is_in, |region| {
        Text::new("the account is in the sandbox of SES in ").push(region)
    })
}

/// Returns the problem of an account, if it has it.
fn account(
    stack: &Architecture,
    answers: &PreflightAnswers,
    is_so: impl Fn(&Sending) -> bool,
    what: impl Fn(&str) -> Text,
) -> Vec<Problem> {
    let ses = stack.email.filter(|_| answers.sending.as_ref().is_some_and(is_so));
    let problem = ses.and_then(|ses| {
        let region = region(stack, ses);
        Problem::at(Subject::at("email"), what(region), account_page(region))
    });
    problem.into_iter().collect()
}

/// Returns the page of the console on which AWS is asked for sending.
fn account_page(region: &str) -> Text {
    Text::new("ask AWS on https://console.aws.amazon.com/ses/home?region=")
        .push(region)
        .push("#/account, which takes about a day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;
    use crate::rules::preflight::evaluate;

    fn found(answers: &PreflightAnswers) -> Vec<String> {
        let mut stack = Architecture::FILLER;
        stack.region = "ap-east-1";
        stack.email = Some(Ses {
            from: "noreply@example.edu",
            region: Some("ap-southeast-1"),
            ..Ses::FILLER
        });
        let found = evaluate(&stack, answers);
        found
            .iter()
            .map(|(rule, problem)| format!("{} {}; {}", rule.id, problem.what.as_str(), problem.help.as_str()))
            .collect()
    }

    #[test]
    fn sender_must_be_verified() {
        let found = |sender: Sender| {
            found(&PreflightAnswers {
                sender: Some(sender),
                ..PreflightAnswers::default()
            })
        };
        assert!(found(Sender::Verified).is_empty());
        assert_eq!(
            found(Sender::Unknown),
            [
                "MS990 SES in ap-southeast-1 knows neither noreply@example.edu nor its domain; verify the domain: `aws sesv2 \
                 create-email-identity --region ap-southeast-1 --email-identity example.edu` prints the DNS records to create"
            ]
        );
        assert_eq!(
            found(Sender::Pending("example.edu".into())),
            [
                "MS990 SES in ap-southeast-1 has not verified the domain example.edu; create the DNS records that \
                 `aws sesv2 get-email-identity --region ap-southeast-1 --email-identity example.edu` prints"
            ]
        );
        assert_eq!(
            found(Sender::Pending("noreply@example.edu".into())),
            [
                "MS990 SES in ap-southeast-1 has not verified noreply@example.edu; open the link in the message that SES has \
                 sent to it, or verify the domain example.edu"
            ]
        );
    }

    #[test]
    fn domain_above_the_senders_lets_it_send_and_a_top_level_domain_is_not_asked_for() {
        let all = |from| identities(from).collect::<Vec<_>>();
        assert_eq!(
            all("noreply@learn.example.ac.uk"),
            [
                "noreply@learn.example.ac.uk",
                "learn.example.ac.uk",
                "example.ac.uk",
                "ac.uk"
            ]
        );
        assert_eq!(all("noreply@example.edu"), ["noreply@example.edu", "example.edu"]);
    }

    #[test]
    fn suspended_account_is_refused_and_the_sandbox_is_a_warning() {
        for (is_sending, is_production, id) in [
            (true, true, None),
            (false, true, Some("MS991")),
            (true, false, Some("MS992")),
            (false, false, Some("MS991")),
        ] {
            let sending = Sending {
                is_production,
                is_sending,
                per_day: 50_000,
                per_second: 14,
            };
            let found = found(&PreflightAnswers {
                sending: Some(sending),
                ..PreflightAnswers::default()
            });
            assert!(
                found.iter().map(|text| &text[..5]).eq(id),
                "{is_sending} {is_production}: {found:?}"
            );
        }
    }
}
