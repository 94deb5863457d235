"""Writing many incidents at once."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, models

from kerege.domain.errors import RejectedRow
from kerege.domain.incident import Incident as DomainIncident
from kerege.domain.marking import TLP
from kerege_web.incidents.bulk_insert import bulk_insert
from kerege_web.incidents.location import location_columns
from kerege_web.incidents.models import Account, Incident, Source
from kerege_web.incidents.stored_form import search_text, stored_fields

_SAMPLE = 20


@dataclass(frozen=True, slots=True)
class MatchedIncident:
    """An incident, the digest of the report it came from, and the line the report stands on."""

    incident: DomainIncident
    content_digest: str
    line: int


def stored_reference(incident: DomainIncident, agency: str) -> str:
    """The id an incident is kept under: its own, and, where not everybody may see it, its agency's name before it.

    Two agencies may both have an "A-7". If the second were refused the id, it would learn that the first exists. What
    everybody may see shares one set of ids; the rest has one set for each agency. The "~" cannot stand in an id.
    """
    own = re.sub(r"[^\w.\-]+", "-", incident.id).strip("-")[:150] or "x"
    return own if incident.marking.tlp in (TLP.CLEAR, TLP.GREEN) else f"{agency}~{own}"


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

    def write(self, matched: Sequence[MatchedIncident]) -> list[RejectedRow]:
        """Store the new ones; the answer lists those whose id is taken by something else."""
        references = [stored_reference(one.incident, self.agency) for one in matched]
        digests: dict[str, str] = _stored_digests(references)
        refused: list[RejectedRow] = []
        fresh: list[tuple[str, MatchedIncident]] = []
        for reference, one in zip(references, matched, strict=True):
            there = digests.get(reference)
            if there is None:
                digests[reference] = one.content_digest
                fresh.append((reference, one))
            elif there == one.content_digest:
                self.known += 1
            else:
                refused.append(
                    RejectedRow(
                        one.line,
                        "id",
                        one.incident.id,
                        "This id already stands for a report with other content; give the new report an id of its own",
                    )
                )
        self._store(fresh)
        return refused

    def _store(self, fresh: Sequence[tuple[str, MatchedIncident]]) -> None:
        if not fresh:
            return
        incidents = [one.incident for _, one in fresh]
        rows = [
            {
                "reference": reference,
                "agency_id": self.agency,
                "batch_id": self.batch_id,
                "content_digest": one.content_digest,
                "search_text": search_text(reference, one.incident),
                **stored_fields(one.incident),
                **where,
            }
            for (reference, one), where in zip(fresh, location_columns(incidents), strict=True)
        ]
        newest = Incident.objects.aggregate(models.Max("pk"))["pk__max"] or 0
        bulk_insert(Incident, tuple(rows[0]), (tuple(row.values()) for row in rows))
        stored = Incident.objects.filter(pk__gt=newest, batch_id=self.batch_id)
        keys = dict(stored.order_by().values_list("reference", "pk"))
        references = [reference for reference, _ in fresh]
        accounts = (
            (keys[reference], account.side, account.text)
            for reference, incident in zip(references, incidents, strict=True)
            for account in incident.accounts
        )
        bulk_insert(Account, ("incident_id", "side", "text"), accounts)
        sources = (
            (keys[reference], source.channel, source.reference)
            for reference, incident in zip(references, incidents, strict=True)
            for source in incident.sources
        )
        bulk_insert(Source, ("incident_id", "channel", "reference"), sources)
        self.new += len(rows)
        self.sample.extend(incidents[: _SAMPLE - len(self.sample)])


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
