"""Records the requests that an emulator receives, for `.ci/requests`.

Only the SDK for Rust is recorded: the scripts' own client checks its requests itself. Of a request that repeats another one,
one is enough. No secret is written: letters and digits of those in a body become `x`, so that what rules say about lengths and
other characters can still be checked, and of the credentials only the scope is kept. `secrets_left.py` finds what is left.
"""

import base64
import hashlib
import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

# The headers that carry parameters, or that say how the body is to be read.
KEPT = re.compile(r"x-amz-(?!date|user-agent|security|content-sha256)|content-type$|if-|smithy-protocol$", re.IGNORECASE)

# Where a body has a secret, by the form of the body. The secret is in the last group.
SECRETS = [
    # JSON: passwords in Secrets Manager.
    re.compile(rb'("(?:SecretString|SecretBinary)"\s*:\s*")((?:[^"\\]|\\.)*)'),
    # A form: passwords, and the header by which the load balancer knows CloudFront.
    re.compile(rb"((?:^|&)(?:(?:MasterUser)?Password|Passwords\.member\.\d+|AuthToken|[^&=]*HttpHeaderConfig\.Values\.member\.\d+)=)([^&]*)"),
    # XML: the same header, in CloudFront.
    re.compile(rb"(<HeaderValue>)([^<]*)"),
]
# An escape of a form or of JSON is one character.
LETTER = re.compile(rb"%[0-9A-Fa-f]{2}|\\(?:u[0-9A-Fa-f]{4}|.)|[A-Za-z0-9]")


def redacted(body: bytes) -> bytes:
    """Returns a body without its secrets."""
    for secret in SECRETS:
        body = secret.sub(lambda found: found[1] + LETTER.sub(lambda one: b"x" if len(one[0]) == 1 else one[0], found[2]), body)
    return body


class Recorder:
    """Appends requests to a file of its own in a folder."""

    def __init__(self, folder: str, server: str):
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.path = Path(folder) / f"{server}-{os.getpid()}.jsonl"
        self.lock = threading.Lock()
        self.seen: set[bytes] = set()

    def record(self, method: str, path: str, headers: Iterable[tuple[str, str]], body: bytes) -> str | None:
        """Records a request, if it is the SDK's. Returns what it is signed for."""
        given = {name.lower(): value for name, value in headers}
        scope = re.search(r"Credential=[^/]+/\d+/([^/]+/[^/]+)/aws4_request", given.get("authorization", ""))
        if scope is None or "aws-sdk-rust" not in given.get("user-agent", ""):
            return None
        record = {
            "method": method,
            "path": path,
            "headers": {name: value for name, value in given.items() if KEPT.match(name)},
            "body": base64.b64encode(redacted(body)).decode(),
            "scope": scope[1],
        }
        line = json.dumps(record, sort_keys=True)
        digest = hashlib.sha256(line.encode()).digest()
        with self.lock:
            if digest not in self.seen:
                self.seen.add(digest)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
        return scope[1]


def recorder(server: str) -> Recorder | None:
    """Returns a recorder, if the environment names a folder for it."""
    folder = os.environ.get("RECORDED_REQUESTS")
    return Recorder(folder, server) if folder else None


def recorded_wsgi(app: Callable, to: Recorder) -> Callable:
    """Returns a WSGI application that records its requests."""

    def recorded(environ, start_response):
        length = environ.get("CONTENT_LENGTH") or 0
        # Without a length, the server ends the body itself.
        body = environ["wsgi.input"].read(*([] if environ.get("wsgi.input_terminated") else [int(length)]))
        environ["wsgi.input"] = io.BytesIO(body)
        headers = [(name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_")]
        headers.append(("content-type", environ.get("CONTENT_TYPE", "")))
        # As it was sent, with its escapes.
        to.record(environ["REQUEST_METHOD"], environ["RAW_URI"], headers, body)
        return app(environ, start_response)

    return recorded


def recorded_asgi(app: Callable, to: Recorder) -> Callable:
    """Returns an ASGI application that records its requests."""

    async def recorded(scope, receive, send):
        if scope["type"] != "http":
            return await app(scope, receive, send)
        parts = []

        async def received():
            message = await receive()
            parts.append(message.get("body", b""))
            return message

        await app(scope, received, send)
        path = scope["raw_path"].decode()
        if scope["query_string"]:
            path += "?" + scope["query_string"].decode()
        headers = [(name.decode(), value.decode("latin-1")) for name, value in scope["headers"]]
        to.record(scope["method"], path, headers, b"".join(parts))

    return recorded
