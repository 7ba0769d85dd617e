"""Stands between a program and the endpoints of AWS that the environment names, and lets faults befall its calls.

    python faulty_proxy.py --seed SEED

prints the environment in which a program goes through it, `AWS_ENDPOINT_URL=…` and the like, a line for each, then an empty
line, and answers until it is stopped. Each fault is told on stderr.

What befalls a call is drawn from the seed, from what is called, and from how often that was called before: the same program
meets the same storm again, as far as it makes the same calls.
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

# Of a hundred calls, how many are met by what.
WEIGHTS = {
    "throttled": 5,
    "trouble": 4,
    "unavailable": 2,
    "cut before": 3,
    "cut after": 4,
    "late": 4,
}
LONGEST_DELAY = 2.0
# As the AWS SDK does, an emulator is given a minute.
TIMEOUT = 60
# Headers that are about one connection: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
OF_THE_CONNECTION = {"connection", "host", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade"}

Answer = tuple[int, dict[str, str], bytes]


def service(headers) -> str:
    """The service, which the signature names."""
    scope = headers.get("Authorization", "").partition("Credential=")[2].partition(",")[0].split("/")
    return scope[3] if len(scope) > 3 else ""


def passed_on(headers) -> dict[str, str]:
    """The headers that are not about the connection they came by."""
    return {name: value for name, value in headers if name.lower() not in OF_THE_CONNECTION}


def is_form(headers) -> bool:
    """Tells whether the request is a form, as the older services take it."""
    return headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")


def xml(code: str, *around: str) -> bytes:
    """An error in XML, within elements."""
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>a fault of the proxy</Message></Error>"
    for element in around:
        error = f"<{element}>{error}</{element}>"
    return error.encode()


def cbor(**texts: str) -> bytes:
    """A map of short texts: https://www.rfc-editor.org/rfc/rfc8949#section-3."""
    parts = [part.encode() for pair in texts.items() for part in pair]
    return bytes([0xA0 + len(texts)]) + b"".join(bytes([0x78, len(part)]) + part for part in parts)


def error(headers, status: int, code: str) -> Answer:
    """An error in the shape of the service's protocol: https://smithy.io/2.0/aws/protocols/index.html."""
    name = service(headers)
    if headers.get("smithy-protocol") == "rpc-v2-cbor":
        body = cbor(__type=code, message="a fault of the proxy")
        return status, {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, body
    if name == "s3":
        return status, {"Content-Type": "text/xml"}, xml(code)
    if name == "ec2":
        return status, {"Content-Type": "text/xml"}, xml(code, "Errors", "Response")
    if name in ("route53", "cloudfront") or is_form(headers):
        return status, {"Content-Type": "text/xml"}, xml(code, "ErrorResponse")
    body = f'{{"__type": "{code}", "message": "a fault of the proxy"}}'.encode()
    return status, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-ErrorType": code}, body


def throttled(headers) -> Answer:
    """What a service answers to too many calls."""
    codes = {"ec2": (503, "RequestLimitExceeded"), "s3": (503, "SlowDown")}
    return error(headers, *codes.get(service(headers), (400, "ThrottlingException")))


def trouble(headers) -> Answer:
    """What a service answers that has trouble."""
    return error(headers, 500, "InternalError" if service(headers) in ("ec2", "s3") else "InternalFailure")


class Storm:
    """Draws what befalls the calls, and counts."""

    def __init__(self, seed: int):
        self.seed = seed
        self.lock = threading.Lock()
        self.called: collections.Counter = collections.Counter()

    def draw(self, call: str) -> tuple[str | None, random.Random]:
        """What befalls a call, and how."""
        with self.lock:
            self.called[call] += 1
            count = self.called[call]
        drawn = random.Random(hashlib.sha256(f"{self.seed} {call} {count}".encode()).digest())
        fates = [*WEIGHTS, None]
        fate = drawn.choices(fates, [*WEIGHTS.values(), 100 - sum(WEIGHTS.values())])[0]
        if fate:
            print(f"{call}, time {count}: {fate}", file=sys.stderr, flush=True)
        return fate, drawn


def handler(storm: Storm, endpoint: str) -> type[http.server.BaseHTTPRequestHandler]:
    """Answers for one endpoint."""
    upstream = urllib.parse.urlsplit(endpoint).netloc

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            """Answers one call."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fate, drawn = storm.draw(self.call(body))
            if fate == "cut before":
                self.close_connection = True
                return
            if fate == "late":
                time.sleep(drawn.uniform(0, LONGEST_DELAY))
            if fate == "throttled":
                status, headers, said = throttled(self.headers)
            elif fate == "trouble":
                status, headers, said = trouble(self.headers)
            elif fate == "unavailable":
                status, headers, said = 503, {"Content-Type": "text/html"}, b"<html>Service Unavailable</html>"
            else:
                status, headers, said = self.forward(body)
            if fate == "cut after":
                self.close_connection = True
                return
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        do_DELETE = do_GET = do_HEAD = do_PATCH = do_POST = do_PUT = answer

        def call(self, body: bytes) -> str:
            """What is called, but for values: what these are, a later run may not have again."""
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            if is_form(self.headers):
                operation = urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]
            return f"{service(self.headers)}:{operation or f'{self.command} {self.path}'}"

        def forward(self, body: bytes) -> Answer:
            """Has the endpoint answer."""
            connection = http.client.HTTPConnection(upstream, timeout=TIMEOUT)
            try:
                connection.request(self.command, self.path, body, passed_on(self.headers.items()) | {"Host": upstream})
                answer = connection.getresponse()
                return answer.status, passed_on(answer.getheaders()), answer.read()
            finally:
                connection.close()

        def log_message(self, format: str, *arguments) -> None:
            """Keeps quiet of what passes."""

    return Handler


def main() -> None:
    parser = argparse.ArgumentParser(description="Lets faults befall a program's calls of AWS.")
    parser.add_argument("--seed", type=int, required=True)
    storm = Storm(parser.parse_args().seed)
    ports: dict[str, int] = {}
    for name, endpoint in sorted(os.environ.items()):
        # What pushes and pulls images speaks with no service of AWS.
        if not name.startswith("AWS_ENDPOINT_URL") or name == "AWS_ENDPOINT_URL_ECR_REGISTRY":
            continue
        if endpoint not in ports:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(storm, endpoint))
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever).start()
            ports[endpoint] = server.server_port
        print(f"{name}=http://127.0.0.1:{ports[endpoint]}")
    print(flush=True)


if __name__ == "__main__":
    main()
