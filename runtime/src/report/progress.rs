//! Progress: events as lines.

use super::short;
use crate::execute::{Event, EventKind};
use crate::plan::Action;
use std::time::Duration;

/// Writes an event as one line, such as `[ 1m45s] network.nat-a (NAT gateway): created in 1m45s`. A start is only reported
/// if `verbose` is set.
pub(crate) fn line(event: &Event, verbose: bool) -> Option<String> {
    let text = match &event.what {
        EventKind::Started(_) if !verbose => return None,
        EventKind::Started(action) => present(*action).into(),
        EventKind::Waiting(what) => format!("waiting: {what}"),
        EventKind::Said(text) => format!("| {text}"),
        EventKind::Retrying(error, pause) => format!("retrying in {}: {error}", wait(*pause)),
        EventKind::Done(action @ (Action::Retain | Action::Leave), _) => past(*action).into(),
        EventKind::Done(Action::Adopt | Action::Reuse, after) => {
            format!("existed already, adopted in {}", short(*after))
        }
        EventKind::Done(action, after) => format!("{} in {}", past(*action), short(*after)),
        EventKind::Failed => "failed".into(),
        EventKind::Interrupted => "interrupted".into(),
    };
    Some(format!(
        "[{:>6}] {} ({}): {text}",
        short(event.at),
        event.address,
        event.kind.noun
    ))
}

/// Returns what a resource in flight waits for; `None` once it is no longer in flight.
pub(crate) fn in_flight(event: &Event) -> Option<String> {
    Some(match &event.what {
        EventKind::Started(action) => present(*action).into(),
        EventKind::Waiting(what) => format!("waiting: {what}"),
        EventKind::Said(text) => text.clone(),
        EventKind::Retrying(error, _) => format!("retrying after {}", error.code),
        EventKind::Done(..) | EventKind::Failed | EventKind::Interrupted => return None,
    })
}

/// Rounds up, because "in 0s" would mean no pause.
fn wait(pause: Duration) -> String {
    short(Duration::from_secs(
        pause.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
    ))
}

fn present(action: Action) -> &'static str {
    match action {
        Action::NoOp => "unchanged",
        Action::Create => "creating",
        Action::Adopt | Action::Reuse => "adopting",
        Action::Finish | Action::Update => "updating",
        Action::Replace => "replacing",
        Action::Delete => "deleting",
        Action::Retain => "keeping",
        Action::Leave => "leaving it alone",
    }
}

fn past(action: Action) -> &'static str {
    match action {
        Action::NoOp => "unchanged",
        Action::Create => "created",
        Action::Adopt | Action::Reuse => "adopted",
        Action::Finish | Action::Update => "updated",
        Action::Replace => "replaced",
        Action::Delete => "deleted",
        Action::Retain => "kept",
        Action::Leave => "left alone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::info;
    use crate::provider::{ApiError, ApiErrorKind};

    fn written(what: EventKind, verbose: bool) -> Option<String> {
        let kind = info("AWS::EC2::NatGateway").unwrap();
        line(
            &Event {
                at: Duration::from_secs(192),
                address: "network.nat-a".into(),
                kind,
                what,
            },
            verbose,
        )
    }

    #[test]
    fn line_has_the_time_the_resource_and_the_event() {
        assert_eq!(
            written(EventKind::Waiting("pending".into()), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): waiting: pending")
        );
        assert_eq!(
            written(EventKind::Done(Action::Create, Duration::from_secs(105)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): created in 1m45s")
        );
        let error = ApiError::new(
            ApiErrorKind::Throttled,
            "ec2:CreateNatGateway",
            "Throttling",
            "Rate exceeded",
        );
        assert_eq!(
            written(EventKind::Retrying(error, Duration::from_millis(1500)), false).as_deref(),
            Some(
                "[ 3m12s] network.nat-a (NAT gateway): retrying in 2s: \
                 ec2:CreateNatGateway answered Throttling: Rate exceeded"
            )
        );
    }

    #[test]
    fn resource_that_cannot_be_deleted_is_not_reported_as_deleted() {
        assert_eq!(
            written(EventKind::Done(Action::Leave, Duration::from_secs(2)), false).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): left alone")
        );
    }

    #[test]
    fn start_is_only_reported_when_verbose() {
        assert_eq!(written(EventKind::Started(Action::Create), false), None);
        assert_eq!(
            written(EventKind::Started(Action::Create), true).as_deref(),
            Some("[ 3m12s] network.nat-a (NAT gateway): creating")
        );
    }
}
