//! Logs.

use crate::aws::clients::Clients;
use crate::aws::error::{absent, api_error};
use crate::operations::{Line, Log, Page};
use crate::provider::ApiError;
use aws_sdk_cloudwatchlogs::Client;
use std::collections::BTreeSet;

/// The maximum number of lines of a page. AWS allows 10,000:
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html>.
const LINES: i32 = 1000;

/// How late a line may arrive after a later one, in milliseconds: each task sends its lines in batches, and CloudWatch stores
/// them as they arrive.
const LATE: i64 = 60_000;

/// Reads a page. Its end is recorded as a time shortly before its last line, and the IDs of the lines since then. AWS's
/// token for the next page does not work here: it ends at the current last line, and new lines do not always arrive in
/// order.
pub(crate) async fn read(clients: &Clients, log: &Log, after: Option<&str>) -> Result<Page, ApiError> {
    let client = clients.client(&log.region, Client::new);
    let (since, seen) = position(after, log.since);
    let mut page = Page::default();
    let mut token = None;
    let mut ids = Vec::new();
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
        // A group or a stream without lines may not exist yet, and counts as empty.
        let Some(answer) = absent(call.send().await.map_err(api_error("logs:FilterLogEvents")))? else {
            return Ok(page);
        };
        for event in answer.events() {
            let (at, id) = (event.timestamp().unwrap_or(since), event.event_id().unwrap_or_default());
            ids.push((at, id.to_owned()));
            if seen.contains(id) {
                continue;
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
    page.lines.sort_by_key(|line| line.at);
    page.next = Some(end(since, &ids));
    Ok(page)
}

/// Encodes the end of a page.
fn end(since: i64, ids: &[(i64, String)]) -> String {
    let last = ids.iter().map(|(at, _)| *at).max().unwrap_or(since);
    let from = since.max(last.saturating_sub(LATE));
    let again = ids.iter().filter(|(at, _)| *at >= from);
    again.fold(from.to_string(), |end, (_, id)| format!("{end} {id}"))
}

/// Decodes the end of a page.
fn position(after: Option<&str>, since: i64) -> (i64, BTreeSet<String>) {
    let mut words = after.unwrap_or_default().split(' ');
    let at = words.next().and_then(|at| at.parse().ok()).unwrap_or(since);
    (at, words.filter(|id| !id.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_line_is_not_skipped_by_the_next_page() {
        let ids = [(1_000, "old"), (100_000, "late"), (150_000, "last")];
        let ids = ids.map(|(at, id)| (at, id.to_owned()));
        let (from, seen) = position(Some(&end(0, &ids)), 0);
        assert_eq!(from, 90_000);
        assert_eq!(seen, BTreeSet::from(["late".to_owned(), "last".to_owned()]));
        let (from, seen) = position(Some(&end(from, &[])), 0);
        assert_eq!((from, seen), (90_000, BTreeSet::new()));
    }
}
