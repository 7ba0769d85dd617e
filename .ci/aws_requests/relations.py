"""All rules about several values of one call."""

from collections.abc import Iterator

# Each module adds its rules when it is loaded.
import relations_compute  # noqa: F401
import relations_data  # noqa: F401
import relations_network  # noqa: F401
from parse import Call
from relation import RELATIONS

__all__ = ["RELATIONS", "broken_relations"]


def broken_relations(call: Call) -> Iterator[tuple[str, str]]:
    """Yields what is wrong with a call, and the page that says so."""
    for service, operations, page, check in RELATIONS:
        if service == call.model.name and call.operation in operations:
            for what in check(call.parameters, call):
                yield "", f"{what}: {page}"
