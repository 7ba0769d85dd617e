//! A client of rust-analyzer, in place of an editor.

use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{io, thread};

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::project;

/// The timeout for one request; loading the project, which builds the macro, takes longest.
const TIMEOUT: Duration = Duration::from_mins(10);

/// A running rust-analyzer with one file open.
pub(crate) struct Editor {
    server: Child,
    input: ChildStdin,
    messages: Receiver<Message>,
    file: String,
    version: i32,
    requests: i32,
}

/// Where a word is declared.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Returns the version of rust-analyzer on the path, if it works. rustup installs a program of this name even without the
/// component, and the source of the standard library is a separate component.
pub(crate) fn version() -> Option<String> {
    let output = |program: &str, argument: &[&str]| {
        let output = Command::new(program).args(argument).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    };
    let library = Path::new(&output("rustc", &["--print", "sysroot"])?).join("lib/rustlib/src/rust/library");
    output("rust-analyzer", &["--version"]).filter(|_| library.exists())
}

impl Editor {
    /// Starts rust-analyzer on a project of its own, and waits until the project is loaded.
    pub(crate) fn start() -> Self {
        let file = project::create();
        let root = file.ancestors().nth(2).expect("the file is in `src`");
        let mut server = Command::new("rust-analyzer")
            .current_dir(root)
            .env("CARGO_NET_OFFLINE", "true")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("rust-analyzer starts");
        let input = server.stdin.take().expect("its input is piped");
        let mut output = BufReader::new(server.stdout.take().expect("its output is piped"));
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut editor = Self {
            server,
            input,
            messages,
            file: uri(&file),
            version: 0,
            requests: 0,
        };
        editor.load(root);
        editor
    }

    fn load(&mut self, root: &Path) {
        self.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": uri(root),
                "capabilities": {
                    "general": { "positionEncodings": ["utf-8"] },
                    "experimental": { "serverStatusNotification": true },
                    "textDocument": {
                        "hover": { "contentFormat": ["markdown"] },
                        // Like most editors, which get more completions, some of them templates.
                        "completion": {
                            "completionItem": {
                                "snippetSupport": true,
                                "resolveSupport": { "properties": ["additionalTextEdits"] },
                            },
                        },
                        "diagnostic": {},
                    },
                },
                "initializationOptions": project::settings(),
            }),
        );
        self.notify("initialized", json!({}));
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": self.file, "languageId": "rust", "version": self.version, "text": "" } }),
        );
        let deadline = Instant::now() + TIMEOUT;
        loop {
            if let Message::Notification(notification) = self.receive(deadline)
                && notification.method == "experimental/serverStatus"
            {
                let status = &notification.params;
                // A warning is acceptable: without a network, dependencies of the standard library may be missing, which
                // these tests do not need.
                assert_ne!(
                    status["health"], "error",
                    "rust-analyzer cannot load the project: {status}"
                );
                if status["quiescent"] == true {
                    return;
                }
            }
        }
    }

    /// Replaces the text of the file, only in memory.
    pub(crate) fn write(&mut self, text: &str) {
        self.version += 1;
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": self.file, "version": self.version },
                "contentChanges": [{ "text": text }],
            }),
        );
    }

    /// Returns the hover text of the word at a place, as Markdown.
    pub(crate) fn hover(&mut self, (line, column): (usize, usize)) -> String {
        let shown = self.request("textDocument/hover", &self.at(line, column));
        shown["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Finds where the word at a place is declared.
    pub(crate) fn definition(&mut self, (line, column): (usize, usize)) -> Vec<Target> {
        let found = self.request("textDocument/definition", &self.at(line, column));
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small one");
        let target = |location: &Value| Target {
            file: location["uri"]
                .as_str()
                .expect("a file")
                .trim_start_matches("file://")
                .to_owned(),
            line: number(&location["range"]["start"]["line"]),
            column: number(&location["range"]["start"]["character"]),
        };
        found.as_array().into_iter().flatten().map(target).collect()
    }

    /// Returns the completions at a place: the texts that would be inserted, sorted.
    pub(crate) fn completions(&mut self, (line, column): (usize, usize)) -> Vec<String> {
        let offered = self.request("textDocument/completion", &self.at(line, column));
        let items = offered["items"].as_array().or(offered.as_array());
        let inserted = |item: &Value| {
            let text = item["textEdit"]["newText"].as_str().or(item["insertText"].as_str());
            let text = text.or(item["label"].as_str()).unwrap_or_default();
            // `$0` at the end only marks the final position of the cursor.
            text.trim_end_matches("$0").to_owned()
        };
        let mut words: Vec<String> = items.into_iter().flatten().map(inserted).collect();
        words.sort();
        words
    }

    /// Returns the messages of rust-analyzer's own diagnostics.
    pub(crate) fn diagnostics(&mut self) -> Vec<String> {
        let found = self.request(
            "textDocument/diagnostic",
            &json!({ "textDocument": { "uri": self.file } }),
        );
        let items = found["items"].as_array().expect("a list of diagnostics");
        let message = |item: &Value| item["message"].as_str().unwrap_or_default().to_owned();
        items.iter().map(message).collect()
    }

    fn at(&self, line: usize, column: usize) -> Value {
        json!({ "textDocument": { "uri": self.file }, "position": { "line": line, "character": column } })
    }

    /// Sends a request, and repeats it if rust-analyzer answers that the text has just changed.
    fn request(&mut self, method: &str, params: &Value) -> Value {
        let deadline = Instant::now() + TIMEOUT;
        loop {
            self.requests += 1;
            let request = Request::new(self.requests.into(), method.to_owned(), params.clone());
            let id = request.id.clone();
            self.send(&request.into());
            let answer = loop {
                match self.receive(deadline) {
                    Message::Response(response) if response.id == id => break response.response_result,
                    _ => {}
                }
            };
            match answer {
                Ok(result) => return result,
                Err(error) if error.code == ErrorCode::ContentModified as i32 => {}
                Err(error) => panic!("rust-analyzer refuses `{method}`: {}", error.message),
            }
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&Notification::new(method.to_owned(), params).into());
    }

    fn send(&mut self, message: &Message) {
        message.write(&mut self.input).expect("rust-analyzer listens");
    }

    /// Waits for the next message, and answers requests.
    fn receive(&mut self, deadline: Instant) -> Message {
        let left = deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left).expect("rust-analyzer answers in time");
        if let Message::Request(request) = &message {
            self.send(&Response::new_ok(request.id.clone(), Value::Null).into());
        }
        message
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // A failed test has already reported why.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Prints a line that the test harness does not capture.
pub(crate) fn print(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
