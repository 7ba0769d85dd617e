"""AWS's own models of its services, as botocore has them: operations, and the shapes of their parameters."""

import functools
import gzip
import json
import re
import urllib.parse
from pathlib import Path

import botocore

DATA = Path(botocore.__file__).parent / "data"
# The names that requests are signed for, where they differ from the name of the model.
SIGNED_AS = {
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "ses": "sesv2",
    "states": "stepfunctions",
}


class Model:
    """The model of one service."""

    def __init__(self, name: str):
        newest = max((DATA / name).glob("*/service-2.json.gz"))
        with gzip.open(newest, "rt", encoding="utf-8") as file:
            raw = json.load(file)
        self.name = name
        self.protocol = raw["metadata"]["protocol"]
        self.target_prefix = raw["metadata"].get("targetPrefix", "")
        self.json_version = raw["metadata"].get("jsonVersion", "1.0")
        self.namespace = raw["metadata"].get("xmlNamespace", "")
        self.operations = raw["operations"]
        self.shapes = raw["shapes"]

    def shape(self, member: dict) -> dict:
        """Returns the shape that a member refers to."""
        return self.shapes[member["shape"]]

    @functools.cached_property
    def routes(self) -> list[tuple]:
        """The method, path and query of each operation. What demands most of a request comes first."""
        routes = []
        for name, operation in self.operations.items():
            path, _, query = operation["http"]["requestUri"].partition("?")
            parts = re.split(r"\{(\w+)(\+?)\}", path.rstrip("/"))
            pattern = re.escape(parts[0])
            for label, greedy, text in zip(parts[1::3], parts[2::3], parts[3::3]):
                pattern += f"(?P<{label}>{'.+' if greedy else '[^/]+'}){re.escape(text)}"
            demanded = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            labels = len(parts) // 3
            rank = (bool(operation.get("deprecated")), -len(demanded), labels)
            routes.append((rank, operation["http"]["method"], re.compile(pattern + "/?"), demanded, name))
        return sorted(routes, key=lambda route: route[0])


@functools.cache
def model(name: str) -> Model | None:
    """Returns the model of the service that a request is signed for, if there is one."""
    name = SIGNED_AS.get(name, name)
    return Model(name) if list((DATA / name).glob("*/service-2.json.gz")) else None
