"""The page of foreign warnings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kerege_web.accounts.access import viewer_of
from kerege_web.context.access import NearbyWarning, access_context, access_feeds
from kerege_web.context.context_words import context_kind_word, context_severity_word
from kerege_web.region import current_region

MOST_SECTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextLine:
    """One warning as the page shows it."""

    headline: str
    event: str
    instruction: str
    kind: str
    severity: str
    is_grave: bool
    begins: datetime
    ends: datetime
    end_is_said: bool
    area: str
    sections: tuple[tuple[str, str], ...]
    more_sections: int
    source: str


@login_required
@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """What other services warn of near the border, perhaps of one section, and how the feeds fare."""
    viewer, now = viewer_of(request), timezone.now()
    asked = request.GET.get("section", "")
    section = current_region().section.get(asked)
    feeds = access_feeds(viewer, at=now)
    near = access_context(viewer, at=now, section_id=section.id if section else "")
    values = {
        "lines": [_line(own) for own in near],
        "feeds": feeds,
        "stale": any(feed.is_stale for feed in feeds),
        "stale_names": ", ".join(feed.source for feed in feeds if feed.is_stale),
        "section": section,
    }
    return render(request, "context/context.html", values)


def _line(near: NearbyWarning) -> ContextLine:
    warning, language = near.warning, get_language() or "en"
    known = current_region().section
    sections = [(id_, known[id_].name) for id_ in near.section_ids if id_ in known]
    return ContextLine(
        headline=warning.headline(language),
        event=warning.event,
        instruction=warning.instruction(language),
        kind=context_kind_word(warning.kind),
        severity=context_severity_word(warning.severity),
        is_grave=warning.severity.rank >= 3,
        begins=warning.onset or warning.reference.sent,
        ends=warning.ends,
        end_is_said=warning.expires is not None,
        area=warning.area,
        sections=tuple(sections[:MOST_SECTIONS]),
        more_sections=max(0, len(sections) - MOST_SECTIONS),
        source=near.source,
    )
