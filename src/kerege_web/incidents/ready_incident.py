"""Incidents made ready for storing: the plain values of their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from kerege.domain.incident import Incident
from kerege.domain.marking import TLP
from kerege_web.incidents import models
from kerege_web.incidents.bulk_insert import row_form
from kerege_web.incidents.location import location_columns
from kerege_web.incidents.stored_form import search_text, stored_fields


class ReadyIncident(NamedTuple):
    """One incident as the values of its row.

    Parameters
    ----------
    reference : str
        The id it is to be kept under.
    own_id : str
        The id its sender gave it.
    content_digest : str
        Digest of the report it came from.
    line : int
        Line of the file the report stands on.
    values : tuple
        Of its row, in the order of the columns given beside it.
    accounts : tuple of (side, text)
    sources : tuple of (channel, reference)
    incident : Incident
        The incident itself.
    """

    reference: str
    own_id: str
    content_digest: str
    line: int
    values: tuple[Any, ...]
    accounts: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    incident: Incident


def stored_reference(incident: Incident, agency: str) -> str:
    """The id an incident is kept under: its own, and, where not everybody may see it, its agency's name before it.

    Two agencies may both have an "A-7". If the second were refused the id, it would learn that the first exists. What
    everybody may see shares one set of ids; the rest has one set for each agency. The "~" cannot stand in an id.
    """
    own = re.sub(r"[^\w.\-]+", "-", incident.id).strip("-")[:150] or "x"
    return own if incident.marking.tlp in (TLP.CLEAR, TLP.GREEN) else f"{agency}~{own}"


def ready_incidents(
    matched: Sequence[tuple[Incident, str, int]], agency: str
) -> tuple[tuple[str, ...], tuple[ReadyIncident, ...]]:
    """Columns, and incidents with the digest of their report and its line, made ready for storing."""
    columns: tuple[str, ...] = ()
    ready = []
    places = location_columns([incident for incident, _, _ in matched])
    for (incident, content_digest, line), where in zip(matched, places, strict=True):
        reference = stored_reference(incident, agency)
        fields = stored_fields(incident)
        fields.update(where)
        fields["reference"], fields["content_digest"] = reference, content_digest
        fields["search_text"] = search_text(reference, incident)
        if not columns:
            columns = tuple(fields)
            formed = row_form(models.Incident, columns)
        ready.append(
            ReadyIncident(
                reference,
                incident.id,
                content_digest,
                line,
                formed(tuple(fields.values())),
                tuple((account.side, account.text) for account in incident.accounts),
                tuple((source.channel, source.reference) for source in incident.sources),
                incident,
            )
        )
    return columns, tuple(ready)
