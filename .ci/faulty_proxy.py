"""A proxy between a program and the AWS endpoints of the environment, which injects faults into the program's calls.

    python faulty_proxy.py --seed SEED

prints the environment for a program that uses the proxy, such as `AWS_ENDPOINT_URL=…`, one variable per line, then an empty
line. It runs until it is stopped, and reports each fault on stderr.

The fault of a call depends on the seed, the operation, and how often the operation was called before: a program that makes the
same calls has the same faults.
"""

import argparse
import collections
import hashlib
import http.client
import http.server
import os
import random
import sys
import threading
import time
import urllib.parse

# How many of a hundred calls have each fault.
WEIGHTS = {
    "throttled": 5,
    "internal error": 4,
    "unavailable": 2,
    "closed before": 3,
    "closed after": 4,
    "delayed": 4,
}
LONGEST_DELAY = 2.0
# The timeout for an emulator's response, in seconds. The AWS SDK uses the same.
TIMEOUT = 60
# Headers that concern only one connection: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
CONNECTION_HEADERS = {"connection", "host", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade"}

Answer = tuple[int, dict[str, str], bytes]


def service(headers) -> str:
    """Returns the service from the scope of the signature."""
    scope = headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    return scope[3] if len(scope) > 3 else ""


def forwarded(headers) -> dict[str, str]:
    """Returns the headers without those that concern only the connection."""
    return {name: value for name, value in headers if name.lower() not in CONNECTION_HEADERS}


def is_form(headers) -> bool:
    """Returns whether the request is a form, as for the older services."""
    return headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")


def xml(code: str, *around: str) -> bytes:
    """Returns an error in XML, nested in the given elements, of which the first is the innermost."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>injected by the proxy</Message></Error>"
    for element in around:
        error = f"<{element}>{error}</{element}>"
    return error.encode()


def cbor(**texts: str) -> bytes:
    """Returns a map of short texts: https://www.rfc-editor.org/rfc/rfc8949#section-3."""
    parts = [part.encode() for pair in texts.items() for part in pair]
    return bytes([0xA0 + len(texts)]) + b"".join(bytes([0x78, len(part)]) + part for part in parts)


def error(headers, status: int, code: str) -> Answer:
    """Returns an error in the format of the service's protocol: https://smithy.io/2.0/aws/protocols/index.html."""
    name = service(headers)
    if headers.get("smithy-protocol") == "rpc-v2-cbor":
        body = cbor(__type=code, message="injected by the proxy")
        return status, {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, body
    if name == "s3":
        return status, {"Content-Type": "text/xml"}, xml(code)
    if name == "ec2":
        return status, {"Content-Type": "text/xml"}, xml(code, "Errors", "Response")
    if name in ("route53", "cloudfront") or is_form(headers):
        return status, {"Content-Type": "text/xml"}, xml(code, "ErrorResponse")
    body = f'{{"__type": "{code}", "message": "injected by the proxy"}}'.encode()
    return status, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}, body


def throttled(headers) -> Answer:
    """Returns the service's response to a throttled call."""
    codes = {"ec2": (503, "RequestLimitExceeded"), "s3": (503, "SlowDown")}
    return error(headers, *codes.get(service(headers), (400, "ThrottlingException")))


def internal_error(headers) -> Answer:
    """Returns the service's response to an internal error."""
    return error(headers, 500, "InternalError" if service(headers) in ("ec2", "s3") else "InternalFailure")


class FaultSource:
    """Chooses the fault of each call."""

    def __init__(self, seed: int):
        self.seed = seed
        self.lock = threading.Lock()
        self.called: collections.Counter = collections.Counter()

    def next(self, call: str) -> tuple[str | None, random.Random]:
        """Returns the fault of a call, or nothing, and the random numbers for its details."""
        with self.lock:
            self.called[call] += 1
            count = self.called[call]
        rng = random.Random(hashlib.sha256(f"{self.seed} {call} {count}".encode()).digest())
        faults = [*WEIGHTS, None]
        fault = rng.choices(faults, [*WEIGHTS.values(), 100 - sum(WEIGHTS.values())])[0]
        if fault:
            print(f"{call}, time {count}: {fault}", file=sys.stderr, flush=True)
        return fault, rng


def handler(source: FaultSource, endpoint: str) -> type[http.server.BaseHTTPRequestHandler]:
    """Returns the request handler for one endpoint."""
    upstream = urllib.parse.urlsplit(endpoint).netloc

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            """Answers one call, with its fault."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault, rng = source.next(self.call(body))
            if fault == "closed before":
                self.close_connection = True
                return
            if fault == "delayed":
                time.sleep(rng.uniform(0, LONGEST_DELAY))
            if fault == "throttled":
                status, headers, content = throttled(self.headers)
            elif fault == "internal error":
                status, headers, content = internal_error(self.headers)
            elif fault == "unavailable":
                status, headers, content = 503, {"Content-Type": "text/html"}, b"<html>Service Unavailable</html>"
            else:
                status, headers, content = self.forward(body)
            if fault == "closed after":
                self.close_connection = True
                return
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_DELETE = do_GET = do_HEAD = do_PATCH = do_POST = do_PUT = answer

        def call(self, body: bytes) -> str:
            """Returns the service and the operation, without values, which can differ between runs."""
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            if is_form(self.headers):
                operation = urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]
            return f"{service(self.headers)}:{operation or f'{self.command} {self.path}'}"

        def forward(self, body: bytes) -> Answer:
            """Forwards the call to the endpoint."""
            connection = http.client.HTTPConnection(upstream, timeout=TIMEOUT)
            try:
                connection.request(self.command, self.path, body, forwarded(self.headers.items()) | {"Host": upstream})
                answer = connection.getresponse()
                return answer.status, forwarded(answer.getheaders()), answer.read()
            finally:
                connection.close()

        def log_message(self, format: str, *arguments) -> None:
            """Logs nothing."""

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description="Injects faults into a program's calls to AWS.")
    parser.add_argument("--seed", type=int, required=True)
    source = FaultSource(parser.parse_args().seed)
    ports: dict[str, int] = {}
    for name, endpoint in sorted(os.environ.items()):
        # The container registry is not an AWS service.
        if not name.startswith("AWS_ENDPOINT_URL") or name == "AWS_ENDPOINT_URL_ECR_REGISTRY":
            continue
        if endpoint not in ports:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(source, endpoint))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever).start()
            ports[endpoint] = server.server_port
        print(f"{name}=http://127.0.0.1:{ports[endpoint]}")
    print(flush=True)


if __name__ == "__main__":
    main()
