"""What every operation of the interface shares: how many, and what is answered when something is wrong."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    """What is wrong, as one sentence."""

    error: str


PROBLEMS = {401: Problem, 404: Problem, 422: Problem}


class Limit(Schema):
    """How many of the newest are wanted."""

    limit: int = Field(100, ge=1, le=1000)
