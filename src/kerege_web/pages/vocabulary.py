"""The words for identifiers: kinds, triggers, countries, levels, grades, markings, roles."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from kerege.domain.grading import Credibility, Reliability
from kerege.domain.marking import TLP
from kerege.domain.risk import RiskLevel
from kerege_web.pages.time_words import date_words
from kerege_web.region import current_catalogue, current_region

_ACTIONS = {
    "import_reports": gettext_noop("Reports were imported"),
    "import": gettext_noop("Imported"),
    "add_account": gettext_noop("A side's account was added"),
    "regrade_incident": gettext_noop("The grading was changed"),
    "relocate_incidents": gettext_noop("The place against the border was worked out anew"),
    "run_watch": gettext_noop("The watch was run"),
    "publish_bulletin": gettext_noop("A bulletin was made"),
    "incident_from_report": gettext_noop("It was made from a verified report"),
}
_DETECTORS = {
    "farrington_flexible": gettext_noop("Count against the same season of earlier years"),
    "predictive_exceedance": gettext_noop("Count against what this border's own record leads to expect"),
    "space_time_scan": gettext_noop("Neighbouring sections that stand out together"),
}
_FAMILIES = {
    "all": gettext_noop("All kinds"),
    "armed": gettext_noop("Armed violence"),
    "unarmed": gettext_noop("Violence without arms"),
    "movement": gettext_noop("Movement and detention"),
    "property": gettext_noop("Damage to property"),
}
_HARMS = {
    "killed": gettext_noop("Killed"),
    "injured": gettext_noop("Injured"),
    "displaced": gettext_noop("Displaced"),
    "detained": gettext_noop("Detained"),
}
_REASONS = {
    "record_here": gettext_noop("what happened here"),
    "record_of_group": gettext_noop("what happened on the neighbouring sections"),
    "record_of_border": gettext_noop("what happened along this border and the others"),
}
_NOTES = {
    "pooled": gettext_noop("Several sections are counted together, because single ones are too quiet to judge."),
    "stretch_found_by_scan": gettext_noop(
        "Where and when it begins was found by the search itself, which is paid for."
    ),
    "sparse_record": gettext_noop("The record is short, so the count is judged with caution."),
    "not_all_reported_yet": gettext_noop(
        "Part of this time is not reported yet: the count is compared with what should be known of it by now."
    ),
}
_STATUSES = {
    "agreed": gettext_noop("Agreed line"),
    "claimed": gettext_noop("Claimed line"),
    "disputed": gettext_noop("Disputed line"),
}


def message(text: str) -> str:
    """A message of the data (a label of the catalogue, a title of the region) in the page's language."""
    return _(text) if text else ""


def kind_word(identifier: str) -> str:
    """The word for a kind of incident."""
    term = current_catalogue().kinds.get(identifier)
    return message(term.label) if term else identifier


def trigger_word(identifier: str) -> str:
    """The word for what set an incident off; says so where it is not known."""
    term = current_catalogue().triggers.get(identifier)
    return message(term.label) if term else identifier or _("not known")


def severity_word(severity: int) -> str:
    """The word for a step of the severity scale."""
    for step in current_catalogue().severity_scale:
        if step.severity == severity:
            return message(step.label)
    return str(severity)


def country_word(code: str) -> str:
    """The name of a country."""
    return message(current_region().countries.get(code, code))


def pair_words(pair: str) -> str:
    """The names of the two countries of a border."""
    return " – ".join(country_word(code) for code in pair.split("-"))


def level_word(level: RiskLevel) -> str:
    """The word for a section level."""
    words = {
        RiskLevel.LOW: pgettext("level", "Low"),
        RiskLevel.MEDIUM: pgettext("level", "Medium"),
        RiskLevel.HIGH: pgettext("level", "High"),
        RiskLevel.CRITICAL: pgettext("level", "Critical"),
    }
    return words[level]


def reliability_word(grade: Reliability) -> str:
    """The reliability of a source in words."""
    words = {
        Reliability.A: pgettext("source", "completely reliable"),
        Reliability.B: pgettext("source", "usually reliable"),
        Reliability.C: pgettext("source", "fairly reliable"),
        Reliability.D: pgettext("source", "not usually reliable"),
        Reliability.E: pgettext("source", "unreliable"),
        Reliability.F: pgettext("source", "reliability cannot be judged"),
    }
    return words[grade]


def credibility_word(grade: Credibility) -> str:
    """The credibility of a report in words."""
    words = {
        Credibility.CONFIRMED: pgettext("report", "confirmed by other sources"),
        Credibility.PROBABLY_TRUE: pgettext("report", "probably true"),
        Credibility.POSSIBLY_TRUE: pgettext("report", "possibly true"),
        Credibility.DOUBTFUL: pgettext("report", "doubtful"),
        Credibility.IMPROBABLE: pgettext("report", "improbable"),
        Credibility.CANNOT_BE_JUDGED: pgettext("report", "truth cannot be judged"),
    }
    return words[grade]


def marking_words(tlp: TLP) -> str:
    """What a TLP label allows, in a line."""
    words = {
        TLP.CLEAR: _("May be shared with everybody."),
        TLP.GREEN: _("For everybody who may sign in here; not for the public."),
        TLP.AMBER: _("For the agency it comes from and those it was released to."),
        TLP.AMBER_STRICT: _("For the agency it comes from only."),
        TLP.RED: _("For the analysts of the agency it comes from only; do not pass on."),
    }
    return words[tlp]


def role_word(role: str) -> str:
    """The word for a role."""
    words = {
        "officer": _("Officer"),
        "moderator": _("Moderator"),
        "protection": _("Protection officer"),
        "analyst": _("Analyst"),
        "administrator": _("Administrator"),
    }
    return words.get(role, role)


def action_words(action: str) -> str:
    """What an entry of the log says was done."""
    return message(_ACTIONS.get(action, action))


def detector_words(detector: str) -> str:
    """What a detector looks at."""
    return message(_DETECTORS.get(detector, detector))


def status_words(status: str) -> str:
    """What its source says of a line."""
    return message(_STATUSES.get(status, status))


def gap_words(gap: str) -> str:
    """What is not known, as a sentence, from an identifier with values (see `kerege.watch.gaps`)."""
    match gap.split(":"):
        case ["no_reports"]:
            return _("No report is known that could be used.")
        case ["no_reports_since", day]:
            return _("Nothing has been reported since %(day)s.") % {"day": date_words(date.fromisoformat(day))}
        case ["not_under_watch_since", day]:
            words = {"day": date_words(date.fromisoformat(day))}
            return _("Reports have been absent for so long that the border counts as unwatched since %(day)s.") % words
        case ["not_reported_yet", days, of_ten]:
            shares = {"tenths": int(of_ten), "days": int(days)}
            return _("Probably not reported yet: about %(tenths)d of 10 incidents of the last %(days)d days.") % shares
        case ["reported_late", number, days]:
            text = ngettext(
                "%(count)d incident was reported more than %(days)d days after it happened; "
                "it counts as reported after %(days)d days.",
                "%(count)d incidents were reported more than %(days)d days after they happened; "
                "they count as reported after %(days)d days.",
                int(number),
            )
            return text % {"count": int(number), "days": int(days)}
        case ["unlocated", number]:
            count = int(number)
            text = ngettext(
                "%(count)d incident cannot be placed well enough and counts for its border only.",
                "%(count)d incidents cannot be placed well enough and count for their border only.",
                count,
            )
            return text % {"count": count}
        case ["outside_region", number]:
            count = int(number)
            text = ngettext(
                "%(count)d incident lies outside the region and is not counted.",
                "%(count)d incidents lie outside the region and are not counted.",
                count,
            )
            return text % {"count": count}
        case ["harm_unknown", harm, number]:
            numbers = {"harm": harm_word(harm).lower(), "count": int(number)}
            return _("Of the last year's incidents, %(count)d do not say how many were %(harm)s.") % numbers
        case ["harm_unknown", harm]:
            return _("How many are usually %(harm)s is not known here.") % {"harm": harm_word(harm).lower()}
        case ["coverage", pair, year, known, official]:
            values = {"pair": pair_words(pair), "year": year, "known": known, "official": official}
            return (
                _("%(pair)s, %(year)s: %(known)s incidents are known here, %(official)s were counted officially.")
                % values
            )
        case ["sparse_record"]:
            return _("The record of this section is short; neighbours and the whole border are used with it.")
        case _:
            return gap.replace("_", " ")


def harm_word(harm: str) -> str:
    """The word for a kind of harm."""
    return message(_HARMS.get(harm, harm))


def family_words(family: str) -> str:
    """The word for a family of kinds."""
    return message(_FAMILIES.get(family, family))


def note_words(note: str) -> str:
    """What must be known before a signal is read, from identifiers with spaces between them."""
    return " ".join(_note_sentence(name) for name in note.split())


def _note_sentence(name: str) -> str:
    years = name.removeprefix("years_of_record_")
    if years != name and years.isdecimal():
        text = ngettext("It rests on %(count)d year of records.", "It rests on %(count)d years of records.", int(years))
        return text % {"count": int(years)}
    return message(_NOTES.get(name, name.replace("_", " ")))


def unit_words(unit: str) -> str:
    """The name of a section, group, pair or region from its identifier."""
    region = current_region()
    if unit in region.section:
        return region.section[unit].name
    if unit in region.group:
        return region.group[unit].name
    if unit in region.pairs:
        return pair_words(unit)
    return message(region.title) if unit == region.code else unit


def reason_words(reason: str) -> str:
    """What a share of the expected harm is owed to."""
    return message(_REASONS.get(reason, reason.replace("_", " ")))


def bulletin_level_words(level: str) -> str:
    """The level of a bulletin with its horizon."""
    words = {
        "tactical": _("Tactical: the coming three days"),
        "operational": _("Operational: the coming weeks"),
        "strategic": _("Strategic: the coming years"),
    }
    return words.get(level, level)
