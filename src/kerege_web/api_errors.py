"""The answers of the interface when something is wrong: one form, declared in every operation."""

from __future__ import annotations

from ninja import Schema


class Problem(Schema):
    """What is wrong, as one sentence."""

    error: str


PROBLEMS = {401: Problem, 404: Problem, 422: Problem}
