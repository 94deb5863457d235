"""Writing many incidents at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kerege.domain.errors import RejectedRow
from kerege.domain.incident import Incident as DomainIncident
from kerege.domain.marking import TLP
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
        digests = self._stored_digests(references)
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

    @staticmethod
    def _stored_digests(references: Sequence[str]) -> dict[str, str]:
        digests: dict[str, str] = {}
        for first in range(0, len(references), 900):
            rows = Incident.objects.filter(reference__in=references[first : first + 900])
            digests.update(rows.values_list("reference", "content_digest"))
        return digests

    def _store(self, fresh: Sequence[tuple[str, MatchedIncident]]) -> None:
        if not fresh:
            return
        incidents = [one.incident for _, one in fresh]
        rows = [
            Incident(
                reference=reference,
                agency_id=self.agency,
                batch_id=self.batch_id,
                content_digest=one.content_digest,
                search_text=search_text(reference, one.incident),
                **stored_fields(one.incident),
                **where,
            )
            for (reference, one), where in zip(fresh, location_columns(incidents), strict=True)
        ]
        Incident.objects.bulk_create(rows, batch_size=500)
        Account.objects.bulk_create(
            (
                Account(incident_id=row.pk, side=account.side, text=account.text)
                for row, incident in zip(rows, incidents, strict=True)
                for account in incident.accounts
            ),
            batch_size=2000,
        )
        Source.objects.bulk_create(
            (
                Source(incident_id=row.pk, channel=source.channel, reference=source.reference)
                for row, incident in zip(rows, incidents, strict=True)
                for source in incident.sources
            ),
            batch_size=2000,
        )
        self.new += len(rows)
        self.sample.extend(incidents[: _SAMPLE - len(self.sample)])
