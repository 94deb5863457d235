"""The page of what is done about one alert, and each thing that can be done with a response."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kerege.domain.errors import AccessDeniedError, InputError
from kerege.domain.office import Office
from kerege_web.accounts.access import Viewer, access_agencies, access_logins, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.alerts.access.alert_page import access_alert
from kerege_web.alerts.access.alerts import AlertLine
from kerege_web.region import current_region
from kerege_web.response.access.contacts import ContactLine, access_contacts
from kerege_web.response.access.responses import ResponseLine, access_response, access_responses
from kerege_web.response.access.timeline import access_timeline
from kerege_web.response.actions.moving import end_response, give_response, put_off_response, take_response
from kerege_web.response.actions.planning import Wanted, add_response, plan_responses
from kerege_web.response.forms import AddForm, BeginForm, GiveForm, PutOffForm, WordsForm

Act = Callable[[Viewer, int, dict[str, Any]], None]


@login_required
@require_safe
def responses(request: HttpRequest, alert_id: int) -> HttpResponse:
    """What is done about one alert."""
    return _page(request, alert_id)


@login_required
@require_POST
def plan(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Plan what the playbook says."""
    try:
        added = plan_responses(viewer_of(request), alert_id=alert_id)
    except InputError:
        messages.error(request, _("This cannot be done as it stands now. Look at where the alert stands."))
    else:
        words = ngettext("%(number)s response planned.", "%(number)s responses planned.", added)
        messages.success(request, words % {"number": added})
    return redirect("responses", alert_id)


@login_required
@require_POST
def add(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Plan something of one's own."""
    viewer = viewer_of(request)
    line = access_alert(viewer, alert_id, timezone.now()).line
    form = AddForm(request.POST, agencies=_agencies(viewer, line))
    if form.is_valid():
        said = form.cleaned_data
        wanted = Wanted(
            title=said["title"], term=said["term"], office=Office(said["office"]), minutes=said["minutes"],
            agency=said["agency"], is_contact=said["is_contact"],
        )  # fmt: skip
        try:
            add_response(viewer, alert_id=alert_id, wanted=wanted)
        except InputError:
            form.add_error(None, _("This cannot be done as it stands now. Look at where the alert stands."))
        else:
            messages.success(request, _("Planned. Its time runs."))
            return redirect("responses", alert_id)
    return _page(request, alert_id, wrong=("add", 0, form))


@login_required
@require_POST
def move(request: HttpRequest, response_id: int, name: str) -> HttpResponse:
    """Say what becomes of a response; what cannot be done is said beside its form."""
    if name not in _ACTS:
        raise AccessDeniedError
    viewer = viewer_of(request)
    line = access_response(viewer, response_id, timezone.now())
    alert = access_alert(viewer, line.alert_id, timezone.now()).line
    form = _form(viewer, alert, line, name, request.POST)
    if form.is_valid():
        try:
            _ACTS[name](viewer, response_id, form.cleaned_data)
        except InputError:
            form.add_error(None, _("This cannot be done as it stands now. Look at where it stands."))
        else:
            messages.success(request, _("Kept in the log."))
            return redirect("responses", line.alert_id)
    return _page(request, line.alert_id, wrong=(name, response_id, form))


def _take(viewer: Viewer, response: int, said: dict[str, Any]) -> None:
    take_response(viewer, response_id=response, words=said["words"])


def _done(viewer: Viewer, response: int, said: dict[str, Any]) -> None:
    end_response(viewer, response_id=response, is_done=True, words=said["words"])


def _give_up(viewer: Viewer, response: int, said: dict[str, Any]) -> None:
    end_response(viewer, response_id=response, is_done=False, words=said["words"])


def _put_off(viewer: Viewer, response: int, said: dict[str, Any]) -> None:
    put_off_response(viewer, response_id=response, minutes=said["minutes"], words=said["words"])


def _give(viewer: Viewer, response: int, said: dict[str, Any]) -> None:
    give_response(viewer, response_id=response, agency=said["agency"], login=said["login"], words=said["words"])


_ACTS: Mapping[str, Act] = {
    "take": _take,
    "again": _take,
    "done": _done,
    "give-up": _give_up,
    "put-off": _put_off,
    "give": _give,
}
_FORMS: Mapping[str, type[Form]] = {
    "take": BeginForm, "again": WordsForm, "done": WordsForm, "give-up": WordsForm, "put-off": PutOffForm,
    "give": GiveForm,
}  # fmt: skip


def _offered(line: ResponseLine) -> tuple[str, ...]:
    """What can be done with it, what is most likely wanted first."""
    if not line.may_move:
        return ()
    if not line.state.is_open:
        return ("again",)
    first = ("take", "done") if line.taken_at is None else ("done",)
    return (*first, "give", "put-off", "give-up")


def _agencies(viewer: Viewer, alert: AlertLine) -> list[tuple[str, str]]:
    """The agencies that can be asked: the alert's own, and those it was shown to."""
    allowed = {alert.agency, *alert.marking.releasable_to}
    return [(code, name) for code, name in access_agencies(viewer).items() if code in allowed]


def _form(viewer: Viewer, alert: AlertLine, line: ResponseLine, name: str, data: Any = None) -> Form:  # noqa: ANN401 - as Django takes it
    more: dict[str, Any] = {"auto_id": f"{name}_{line.id}_%s"}
    if name == "give":
        more |= {
            "agencies": _agencies(viewer, alert), "colleagues": access_logins(viewer, Permission.WORK_ALERTS),
            "initial": {"agency": line.agency, "login": line.owner},
        }  # fmt: skip
    return _FORMS[name](data, **more)


def _page(request: HttpRequest, alert_id: int, *, wrong: tuple[str, int, Form] | None = None) -> HttpResponse:
    viewer, now = viewer_of(request), timezone.now()
    alert = access_alert(viewer, alert_id, now).line
    seen = access_responses(viewer, alert_id, now)

    def form(line: ResponseLine, name: str) -> Form:
        is_wrong = wrong is not None and wrong[:2] == (name, line.id)
        return wrong[2] if wrong is not None and is_wrong else _form(viewer, alert, line, name)

    shown = [(line, [(name, form(line, name)) for name in _offered(line)]) for line in seen.items]
    add_form: Form | None = None
    if seen.may_plan:
        add_form = AddForm(agencies=_agencies(viewer, alert), auto_id="add_%s", initial={"agency": alert.agency})
        if wrong is not None and wrong[0] == "add":
            add_form = wrong[2]
    offices = {line.office for line in seen.items if line.state.is_open}
    contacts: tuple[ContactLine, ...] = ()
    if viewer.may(Permission.WORK_ALERTS):
        book = access_contacts(viewer, section_id=alert.section_id)
        contacts = tuple(contact for contact in book if contact.office in offices)
    context = {
        "line": alert,
        "seen": seen,
        "shown": shown,
        "add_form": add_form,
        "contacts": contacts,
        "log": access_timeline(viewer, alert_id),
        "section": current_region().section.get(alert.section_id),
        "marking": alert.marking,
        "wrong": wrong[:2] if wrong else ("", 0),
        "may_call": viewer.may(Permission.WORK_ALERTS) and alert.section_id in current_region().section,
    }
    return render(request, "response/responses.html", context, status=422 if wrong else 200)
