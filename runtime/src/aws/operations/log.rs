//! Logs.

use crate::aws::{Clients, absent, fault};
use crate::operations::{Line, Log, Page};
use crate::provider::Fault;
use aws_sdk_cloudwatchlogs::Client;

/// How many lines a page has at most, which AWS would let be 10,000:
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>.
const LINES: i32 = 1000;

/// Reads a page. Where it ends is the time of its last line and the ids of the lines of that time: AWS's own token for the
/// next page ends where there are no more lines yet, and new ones keep coming.
pub(super) async fn read(clients: &Clients, log: &Log, after: Option<&str>) -> Result<Page, Fault> {
    let client = clients.client(&log.region, Client::new);
    let (since, seen) = position(after, log.since);
    let mut page = Page::default();
    let mut token = None;
    let (mut last, mut at_last) = (since, seen.clone());
    loop {
        let call = client
            .filter_log_events()
            .log_group_name(&log.group)
            .start_time(since)
            .limit(LINES)
            .set_next_token(token);
        let call = if log.stream.is_empty() {
            call
        } else {
            call.log_stream_name_prefix(&log.stream)
        };
        // A group or a stream that nothing was written to yet is an empty one.
        let Some(answer) = absent(call.send().await.map_err(fault("logs:FilterLogEvents")))? else {
            return Ok(page);
        };
        for event in answer.events() {
            let (at, id) = (event.timestamp().unwrap_or(since), event.event_id().unwrap_or_default());
            if seen.iter().any(|seen| seen == id) {
                continue;
            }
            if at > last {
                last = at;
                at_last.clear();
            }
            if at == last {
                at_last.push(id.to_owned());
            }
            page.lines.push(Line {
                at,
                stream: event.log_stream_name().unwrap_or_default().into(),
                text: event.message().unwrap_or_default().trim_end().into(),
            });
        }
        token = answer.next_token;
        if token.is_none() {
            break;
        }
    }
    page.next = Some(format!("{last} {}", at_last.join(" ")));
    Ok(page)
}

fn position(after: Option<&str>, since: i64) -> (i64, Vec<String>) {
    let mut words = after.unwrap_or_default().split(' ');
    let at = words.next().and_then(|at| at.parse().ok()).unwrap_or(since);
    (at, words.filter(|id| !id.is_empty()).map(str::to_owned).collect())
}
