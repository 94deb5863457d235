"""Pages of rumours, and the public page of agreed statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.marking import strictest
from kerege.domain.rumour import AgreedWith, RumourFinding, RumourStage
from kerege_web.accounts.access import Viewer, require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.region import current_region
from kerege_web.rumours import forms as own
from kerege_web.rumours.access.rumours import RumourSeen, access_rumour, access_rumours, access_statements
from kerege_web.rumours.actions import rumours as acts


@login_required
@require_safe
def rumours(request: HttpRequest) -> HttpResponse:
    """What waits, and what has ended."""
    viewer, now = viewer_of(request), timezone.now()
    require(viewer, Permission.SEE_REPORTS)
    waiting, ended = (access_rumours(viewer, now, is_open=is_open) for is_open in (True, False))
    marking = strictest(one.marking for one in (*waiting, *ended))
    return render(request, "rumours/rumours.html", {"waiting": waiting, "ended": ended, "marking": marking})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_rumour(request: HttpRequest) -> HttpResponse:
    """Write a rumour down."""
    viewer = viewer_of(request)
    require(viewer, Permission.WORK_REPORTS)
    form = own.NewRumourForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rumour_id = acts.open_rumour(viewer, **form.cleaned_data)
        except InputError:
            form.add_error("claim", _("This looks like a name, a number or an address. Say it without."))
        else:
            messages.success(request, _("Written down. Somebody must check it now."))
            return redirect("rumour", rumour_id)
    return render(request, "rumours/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_safe
def rumour(request: HttpRequest, rumour_id: int) -> HttpResponse:
    """One rumour with every step."""
    return _page(request, rumour_id)


@login_required
@require_POST
def step(request: HttpRequest, rumour_id: int, name: str) -> HttpResponse:
    """Take one step; what cannot be taken is said beside its form."""
    if name not in _STEPS:
        raise AccessDeniedError
    viewer = viewer_of(request)
    kind, act = _STEPS[name]
    form = kind(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            act(viewer, rumour_id, form)
        except InputError as error:
            if error.what.startswith("This looks like personal data"):
                form.add_error(None, _("This looks like a name, a number or an address. Say it without."))
            else:
                form.add_error(None, _("This cannot be done as it stands now. Look at where it stands."))
        else:
            messages.success(request, _("Kept, beside the earlier steps."))
            return redirect("rumour", rumour_id)
    return _page(request, rumour_id, wrong=(name, form))


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """What was said about rumours, for everybody."""
    language = get_language() or "en"
    section = request.GET.get("section", "")
    found = access_statements(language, section_id=section if section in current_region().section else "")
    answer = render(request, "rumours/statements.html", {"statements": found, "language": language})
    answer["Cache-Control"] = "no-cache"
    return answer


def _take(viewer: Viewer, rumour_id: int, form: Form) -> None:
    acts.take_check(viewer, rumour_id=rumour_id)


def _find(viewer: Viewer, rumour_id: int, form: Form) -> None:
    said = form.cleaned_data
    acts.find_rumour(viewer, rumour_id=rumour_id, finding=RumourFinding(said["finding"]), reason=said["reason"])


def _agree(viewer: Viewer, rumour_id: int, form: Form) -> None:
    assert isinstance(form, own.AgreeForm)
    said = form.cleaned_data
    acts.agree_statement(
        viewer, rumour_id=rumour_id, statement=form.statement, reason=said["reason"],
        agreed_with=[AgreedWith(one) for one in said["agreed_with"]], names_are_checked=said["names_are_checked"],
    )  # fmt: skip


def _say(viewer: Viewer, rumour_id: int, form: Form) -> None:
    acts.say_statement(viewer, rumour_id=rumour_id, said_by=form.cleaned_data["said_by"])


def _drop(viewer: Viewer, rumour_id: int, form: Form) -> None:
    acts.drop_rumour(viewer, rumour_id=rumour_id, reason=form.cleaned_data["reason"])


def _again(viewer: Viewer, rumour_id: int, form: Form) -> None:
    acts.take_up_again(viewer, rumour_id=rumour_id, reason=form.cleaned_data["reason"])


_STEPS: Mapping[str, tuple[type[Form], Callable[[Viewer, int, Form], None]]] = {
    "take": (own.TakeForm, _take),
    "find": (own.FindForm, _find),
    "agree": (own.AgreeForm, _agree),
    "say": (own.SayForm, _say),
    "drop": (own.ReasonForm, _drop),
    "again": (own.ReasonForm, _again),
}


def _offered(seen: RumourSeen) -> tuple[str, ...]:
    """The steps that can be taken, the one that it waits for first."""
    if not seen.may_work:
        return ()
    if not seen.stage.is_open:
        return ("again",)
    first = {RumourStage.CHECK: ("find",), RumourStage.WORDS: ("agree",), RumourStage.SAY: ("say", "agree")}[seen.stage]
    if seen.stage is not RumourStage.CHECK and not seen.may_agree:
        first = ()
    take = ("take",) if not seen.checker else ()
    return (*first, *take, "drop")


def _page(request: HttpRequest, rumour_id: int, *, wrong: tuple[str, Form] | None = None) -> HttpResponse:
    seen = access_rumour(viewer_of(request), rumour_id, timezone.now())
    shown: list[tuple[str, Form]] = []
    for name in _offered(seen):
        initial: dict[str, Any] = {}
        if name == "agree":
            initial = {f"words_{code}": text for code, text in seen.statement.items()}
        form = wrong[1] if wrong and wrong[0] == name else _STEPS[name][0](initial=initial, auto_id=f"{name}_%s")
        shown.append((name, form))
    context = {
        "seen": seen, "forms": shown, "wrong": wrong[0] if wrong else "", "marking": seen.marking,
        "section": current_region().section.get(seen.section_id),
    }  # fmt: skip
    return render(request, "rumours/rumour.html", context, status=422 if wrong else 200)
