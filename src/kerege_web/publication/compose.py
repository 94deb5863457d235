"""An alert as a CAP message: what goes out, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils import timezone

from kerege.border.ground import distance_km
from kerege.domain.alert_stage import Likelihood, VerificationFinding
from kerege.domain.cap_reference import CapReference
from kerege.domain.cap_shape import CapCircle
from kerege.domain.cap_terms import CapCategory, CapCertainty, CapMessageType, CapScope, CapStatus, CapUrgency
from kerege.domain.risk import RiskLevel
from kerege.sharing.cap.message import CapMessage
from kerege.sharing.cap.named_value import NamedValue
from kerege.sharing.cap.own_scales import cap_severity, cap_severity_of_level
from kerege.sharing.cap.section_shape import DECIMALS, section_polygon
from kerege.sharing.cap.warned_area import WarnedArea
from kerege.sharing.cap.warning import CapWarning
from kerege_web.alerts.models import Alert
from kerege_web.publication.warning_words import Advice, warning_text
from kerege_web.region import current_catalogue, current_region

LEAST_RADIUS_KM = 2.0
_EXERCISE_NOTE = "This is an exercise. Nothing of it has happened."
_RESTRICTION = "For the named agencies only. Do not pass it on or publish it."
# What of a family of kinds the categories of the standard come nearest to.
_CATEGORIES = {"armed": CapCategory.SECURITY, "unarmed": CapCategory.SECURITY, "movement": CapCategory.TRANSPORT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What a person decides when a warning is published.

    Parameters
    ----------
    message_type : CapMessageType
        ALERT, UPDATE or CANCEL.
    is_public : bool
        For everybody; else for the own agency and those the alert was released to.
    is_test : bool
        Tries whether it arrives; no reader may act on it.
    hours : float
        How long it holds.
    advice : Advice
    reason : str
        Why it is taken back; of a cancellation only.
    """

    message_type: CapMessageType
    is_public: bool
    is_test: bool = False
    hours: float = 24.0
    advice: Advice = Advice.STAY_AWAY
    reason: str = ""


def sender_name() -> str:
    """Who sends, unlike every other station: the setting, or the agency and the region."""
    return str(settings.KEREGE_CAP_SENDER) or f"{settings.KEREGE_AGENCY}@kerege.{current_region().code}"


def cap_message(
    row: Alert, issue: Issue, *, identifier: str, sent: datetime, references: tuple[CapReference, ...]
) -> CapMessage:
    """The message of an alert.

    Parameters
    ----------
    row : Alert
    issue : Issue
    identifier : str
    sent : datetime
        Now; written in the region's own zone.
    references : tuple of CapReference
        The messages that still hold; none for an alert.

    Raises
    ------
    ValueError
        If it would break a rule of the standard.
    """
    at = sent.astimezone(current_region().zone)
    is_cancel = issue.message_type is CapMessageType.CANCEL
    status = CapStatus.EXERCISE if row.is_exercise else CapStatus.TEST if issue.is_test else CapStatus.ACTUAL
    note = " ".join(part for part in (_EXERCISE_NOTE if row.is_exercise else "", issue.reason) if part)
    agencies = sorted({row.agency_id, *(code for code in row.releasable_to.split("|") if code)})
    return CapMessage(
        identifier=identifier,
        sender=sender_name(),
        sent=at,
        status=status,
        message_type=issue.message_type,
        scope=CapScope.PUBLIC if issue.is_public else CapScope.RESTRICTED,
        restriction="" if issue.is_public else _RESTRICTION,
        addresses=() if issue.is_public else tuple(agencies),
        note=note,
        references=references,
        warning=None if is_cancel else warning_of(row, issue, at),
    )


def warning_of(row: Alert, issue: Issue, at: datetime | None = None) -> CapWarning:
    """What an alert warns of: facts and words, at a moment; now where none is given."""
    at = (at or timezone.now()).astimezone(current_region().zone)
    section = current_region().section.get(row.section_id)
    level = RiskLevel(row.level) if row.level else None
    verification = VerificationFinding(row.verification) if row.verification else None
    term = current_catalogue().kinds.get(row.kind)
    texts = tuple(
        warning_text(
            language, kind=row.kind, section_name=section.name if section else "", pair=section.pair if section else "",
            level=level, verification=verification, advice=issue.advice, agency=row.agency.name,
            is_exercise=row.is_exercise, is_test=issue.is_test,
        )
        for language, _name in settings.LANGUAGES
    )  # fmt: skip
    labels = [NamedValue("TLP", row.tlp), NamedValue("kerege:severity", str(row.severity))]
    if level is not None:
        labels.append(NamedValue("kerege:level", level.value))
    return CapWarning(
        categories=(_CATEGORIES.get(term.group if term else "", CapCategory.SAFETY),),
        urgency=CapUrgency.IMMEDIATE if verification is VerificationFinding.VERIFIED else CapUrgency.EXPECTED,
        severity=cap_severity_of_level(level) if level is not None else cap_severity(row.severity),
        certainty=_certainty(row, verification),
        expires=at + timedelta(hours=issue.hours),
        texts=texts,
        responses=(issue.advice.response,),
        parameters=tuple(labels),
        areas=(_area(row),),
    )


def _certainty(row: Alert, verification: VerificationFinding | None) -> CapCertainty:
    if verification is VerificationFinding.VERIFIED:
        return CapCertainty.OBSERVED
    if not row.likelihood:
        return CapCertainty.UNKNOWN
    points = Likelihood(row.likelihood).points
    # The standard parts "likely" from "possible" at one half: our third step of five is the middle.
    return CapCertainty.LIKELY if points > 3 else CapCertainty.POSSIBLE if points > 1 else CapCertainty.UNLIKELY


def _area(row: Alert) -> WarnedArea:
    """The strip along its section; a disc where only a point is known. The exact place of a report never goes out."""
    section = current_region().section.get(row.section_id)
    if section is not None:
        return WarnedArea(
            polygons=(section_polygon(section),), geocodes=(NamedValue("kerege:section", section.id),)
        )  # fmt: skip
    if row.latitude is not None and row.longitude is not None:
        latitude, longitude = round(row.latitude, DECIMALS), round(row.longitude, DECIMALS)
        # Measured from the rounded middle, so that rounding leaves nothing outside.
        aside = distance_km((longitude, latitude), (row.longitude, row.latitude))
        radius = ceil(max(LEAST_RADIUS_KM, row.uncertainty_km or 0.0) + aside)
        return WarnedArea(circles=(CapCircle(latitude, longitude, float(radius)),))
    return WarnedArea()
