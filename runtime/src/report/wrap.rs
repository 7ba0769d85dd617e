//! Wrapping lines for a terminal of 80 columns.

/// The width of a line.
const WIDTH: usize = 80;

/// Breaks a text into lines that begin with a number of spaces. What is in backticks stays on one line, so that it can be
/// pasted, even if it is longer.
pub(crate) fn wrapped(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let width = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && indent + width > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    let margin = " ".repeat(indent);
    lines
        .iter()
        .map(|line| format!("{margin}{line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Splits a text at its spaces, but not within backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    let parts = text.split(move |letter: char| {
        if letter == '`' {
            is_code = !is_code;
        }
        letter.is_whitespace() && !is_code
    });
    parts.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_before_the_limit_and_a_command_is_not_broken() {
        let command = format!("`aws {}`", "x ".repeat(50));
        let text = format!("{} run {command} and wait", "word ".repeat(20));
        let lines = wrapped(&text, 4);
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert!(lines[..2].iter().all(|line| line.len() <= WIDTH), "{lines:#?}");
        assert_eq!(lines[2], format!("    {command}"));
        assert_eq!(lines[3], "    and wait");
    }
}
