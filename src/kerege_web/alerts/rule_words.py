"""A rule in words: what must hold, line by line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kerege.domain.alert_rule import AlertRule, RuleSource
from kerege_web.pages import vocabulary
from kerege_web.region import current_catalogue, current_region


def rule_title(rule: AlertRule) -> str:
    """What it looks at."""
    if rule.source is RuleSource.REPORT:
        return _("A report becomes an alert when all of this holds:")
    return _("A signal becomes an alert when all of this holds:")


def rule_conditions(rule: AlertRule) -> tuple[str, ...]:
    """What it asks, each as a sentence of its own."""
    lines = []
    if rule.kinds:
        words = ", ".join(sorted(_kind(kind) for kind in rule.kinds))
        lines.append(_("its kind is one of: %(kinds)s") % {"kinds": words})
    if rule.section_ids:
        sections = current_region().section
        names = ", ".join(sorted(sections[one].name if one in sections else one for one in rule.section_ids))
        lines.append(_("it lies on one of the sections: %(sections)s") % {"sections": names})
    if rule.least_severity is not None:
        word = vocabulary.severity_word(rule.least_severity)
        lines.append(_("its severity is %(number)d (%(word)s) or more") % {"number": rule.least_severity, "word": word})
    if rule.least_probability is not None:
        share = round(100 * rule.least_probability)
        lines.append(
            _("the newest run gives its section a chance of an incident of %(share)d %% or more") % {"share": share}
        )
    if rule.least_recurrence_days is not None:
        days = round(rule.least_recurrence_days)
        lines.append(_("chance alone would give such a signal once in %(days)d days or more seldom") % {"days": days})
    if rule.only_verified:
        lines.append(_("a person has found that it is so"))
    return tuple(lines)


def _kind(identifier: str) -> str:
    if identifier in current_catalogue().kinds:
        return vocabulary.kind_word(identifier)
    return vocabulary.family_words(identifier)
