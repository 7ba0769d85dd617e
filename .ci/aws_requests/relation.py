"""Rules about several values of one call that AWS's documentation states in words, each with its page."""

from collections.abc import Callable, Iterator

from parse import Call

Check = Callable[[dict, Call], Iterator[str]]
# Service, operations, its page, and the check, which yields what is wrong.
RELATIONS: list[tuple[str, tuple[str, ...], str, Check]] = []


def relation(service: str, operations: str, page: str) -> Callable[[Check], Check]:
    """Adds a check of calls to these operations."""

    def add(check: Check) -> Check:
        RELATIONS.append((service, tuple(operations.split()), page, check))
        return check

    return add
