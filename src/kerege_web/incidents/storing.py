"""Writing many incidents at once."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection, models

from kerege.domain.errors import RejectedRow
from kerege.domain.incident import Incident as DomainIncident
from kerege_web.incidents.bulk_insert import bulk_insert
from kerege_web.incidents.models import Account, Incident, Source
from kerege_web.incidents.ready_incident import ReadyIncident

_SAMPLE = 20


class BatchWriter:
    """Stores the new ones among many incidents; counts what was new and what was known.

    Parameters
    ----------
    agency : str
        Code of the agency they come from.
    batch_id : int
        The import they belong to.
    """

    def __init__(self, *, agency: str, batch_id: int) -> None:
        self.agency, self.batch_id = agency, batch_id
        self.new = self.known = 0
        self.sample: list[DomainIncident] = []

    def write(self, columns: Sequence[str], ready: Sequence[ReadyIncident]) -> list[RejectedRow]:
        """Store the new ones; the answer lists those whose id is taken by something else."""
        digests = _stored_digests([one.reference for one in ready])
        refused: list[RejectedRow] = []
        fresh: list[ReadyIncident] = []
        for one in ready:
            there = digests.get(one.reference)
            if there is None:
                digests[one.reference] = one.content_digest
                fresh.append(one)
            elif there == one.content_digest:
                self.known += 1
            else:
                reason = "This id already stands for a report with other content; give the new report an id of its own"
                refused.append(RejectedRow(one.line, "id", one.own_id, reason))
        if fresh:
            self._store(columns, fresh)
        return refused

    def _store(self, columns: Sequence[str], fresh: Sequence[ReadyIncident]) -> None:
        newest = Incident.objects.aggregate(models.Max("pk"))["pk__max"] or 0
        whole = ("agency_id", "batch_id", *columns)
        bulk_insert(Incident, whole, ((self.agency, self.batch_id, *one.values) for one in fresh))
        stored = Incident.objects.filter(pk__gt=newest, batch_id=self.batch_id)
        keys = dict(stored.order_by().values_list("reference", "pk"))
        bulk_insert(
            Account,
            ("incident_id", "side", "text"),
            ((keys[one.reference], *account) for one in fresh for account in one.accounts),
        )
        bulk_insert(
            Source,
            ("incident_id", "channel", "reference"),
            ((keys[one.reference], *source) for one in fresh for source in one.sources),
        )
        self.new += len(fresh)
        self.sample.extend(one.incident for one in fresh[: _SAMPLE - len(self.sample)])


def _stored_digests(references: Sequence[str]) -> dict[str, str]:
    """Content digests of those that are stored, by reference: one query, because thousands are asked for."""
    table = connection.ops.quote_name(Incident._meta.db_table)
    wanted = "SELECT value FROM json_each(%s)" if connection.vendor == "sqlite" else "SELECT unnest(%s::text[])"
    values = json.dumps(references) if connection.vendor == "sqlite" else list(references)
    with connection.cursor() as cursor:
        # Nothing but the model's own table name and one of the two fixed words above is put into the statement.
        cursor.execute(
            f"SELECT reference, content_digest FROM {table} WHERE reference IN ({wanted})",  # noqa: S608
            [values],
        )
        return dict(cursor.fetchall())
