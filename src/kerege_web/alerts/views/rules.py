"""The page of the rules by which reports and signals become alerts without waiting for a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kerege.domain.errors import AccessDeniedError
from kerege_web.accounts.access import Viewer, require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.rule_preview import DAYS, access_rule_preview
from kerege_web.alerts.access.rules import KnownRule, access_earlier_wordings, access_rule, access_rules
from kerege_web.alerts.actions.rules import put_rule, switch_rule
from kerege_web.alerts.forms import RuleForm
from kerege_web.alerts.rule_words import rule_conditions, rule_title


@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of the viewer's agency in words."""
    viewer = viewer_of(request)
    shown = [(known, rule_title(known.rule), rule_conditions(known.rule)) for known in access_rules(viewer)]
    return render(request, "alerts/rules.html", {"rules": shown})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new rule, or another wording of one; tried on what is kept before it holds."""
    viewer = viewer_of(request)
    require(viewer, Permission.SET_ALERT_RULES)
    known = access_rule(viewer, code) if code else None
    form = RuleForm(request.POST or None, initial=_initial(known))
    preview = None
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["rule"]
        if "keep" in request.POST:
            put_rule(viewer, code=code or _free_code(viewer), name=form.cleaned_data["name"], rule=wanted)
            messages.success(request, _("The rule holds from now on."))
            return redirect("alert_rules")
        preview = (access_rule_preview(viewer, wanted, timezone.now()), rule_title(wanted), rule_conditions(wanted))
    earlier = access_earlier_wordings(viewer, code) if code else ()
    context = {
        "form": form, "known": known, "preview": preview, "days": DAYS,
        "earlier": [(one, rule_conditions(one.rule)) for one in earlier],
    }  # fmt: skip
    return render(request, "alerts/rule.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Let a rule rest, or hold again."""
    wanted = request.POST.get("is_in_force", "")
    if wanted not in ("yes", "no"):
        raise AccessDeniedError
    switch_rule(viewer_of(request), code=code, is_in_force=wanted == "yes")
    messages.success(request, _("The rule holds again.") if wanted == "yes" else _("The rule rests."))
    return redirect("alert_rules")


def _initial(known: KnownRule | None) -> dict[str, Any]:
    if known is None:
        return {"source": "report"}
    rule = known.rule
    return {
        "name": known.name, "source": rule.source.value, "kinds": sorted(rule.kinds),
        "section_ids": sorted(rule.section_ids), "least_severity": rule.least_severity,
        "least_percent": None if rule.least_probability is None else round(100 * rule.least_probability, 1),
        "least_recurrence_days": rule.least_recurrence_days, "only_verified": rule.only_verified,
    }  # fmt: skip


def _free_code(viewer: Viewer) -> str:
    taken = {known.code for known in access_rules(viewer)}
    return next(code for number in range(1, len(taken) + 2) if (code := f"rule-{number}") not in taken)
