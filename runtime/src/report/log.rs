//! Lines of logs.

use crate::operations::Line;
use jiff::Timestamp;
use serde_json::{Value, json};

/// How many characters of a task's ID are shown: enough to distinguish tasks.
const SHORT: usize = 8;

/// Writes a line with its time and its task, such as `2026-01-01T00:16:31Z upgrade/3f2a9c1d Done.`
pub(crate) fn line_text(line: &Line) -> String {
    let (word, id) = task(&line.stream);
    let id: String = id.chars().take(SHORT).collect();
    format!("{} {word}/{id} {}", time(line.at, "%FT%TZ"), line.text)
}

/// Returns a line as JSON.
pub(crate) fn line_json(line: &Line) -> Value {
    json!({
        "at": time(line.at, "%FT%T%.3fZ"),
        "task": task(&line.stream).1,
        "stream": line.stream,
        "text": line.text,
    })
}

/// Finds the prefix and the task's id in the name of a stream, `prefix/container/id`:
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html>.
fn task(stream: &str) -> (&str, &str) {
    let word = stream.split('/').next().unwrap_or_default();
    (word, stream.rsplit('/').next().unwrap_or_default())
}

fn time(at: i64, format: &str) -> String {
    // A time that no calendar has is written as a number.
    Timestamp::from_millisecond(at).map_or_else(|_| at.to_string(), |at| at.strftime(format).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_has_its_time_its_task_and_its_text() {
        let line = Line {
            at: 1_767_226_591_250,
            stream: "upgrade/moodle/3f2a9c1d0b4e4c7d8a6f5e4d3c2b1a09".into(),
            text: "Done.".into(),
        };
        assert_eq!(line_text(&line), "2026-01-01T00:16:31Z upgrade/3f2a9c1d Done.");
        assert_eq!(
            line_json(&line).to_string(),
            r#"{"at":"2026-01-01T00:16:31.250Z","stream":"upgrade/moodle/3f2a9c1d0b4e4c7d8a6f5e4d3c2b1a09","task":"3f2a9c1d0b4e4c7d8a6f5e4d3c2b1a09","text":"Done."}"#
        );
    }
}
