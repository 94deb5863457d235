"""Pages on how people are told of urgent reports and alerts, and the log of messages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kerege.domain.errors import InputError
from kerege_web.accounts.access import require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.pages.page_number import page_number
from kerege_web.reports.access.alerts import OwnSubscription, access_deliveries, access_own_subscriptions
from kerege_web.reports.actions.subscribing import (
    change_wishes,
    confirm_subscription,
    send_test_message,
    subscribe,
    unsubscribe,
)
from kerege_web.reports.channels import Channel
from kerege_web.reports.forms.desk import SubscriptionForm, WishesForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """How the viewer is told, and one way more."""
    viewer = viewer_of(request)
    require(viewer, Permission.WORK_REPORTS)
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            subscribe(
                viewer,
                channel=Channel(chosen["channel"]),
                address=chosen["address"],
                wishes=form.wishes(),
            )
        except InputError:
            form.add_error("channel", _("You have five ways already. Stop one of them first."))
        else:
            messages.success(request, _("A code is on its way. Enter it below when it has come."))
            return redirect("desk_alerts")
    return _page(request, form)


@login_required
@require_POST
def wishes(request: HttpRequest, way_id: int) -> HttpResponse:
    """Be told of something else, or at other hours, by a way that is there."""
    form = WishesForm(request.POST, auto_id=f"way_{way_id}_%s")
    if form.is_valid():
        change_wishes(viewer_of(request), subscription_id=way_id, wishes=form.wishes())
        messages.success(request, _("Kept. From now on you are told so."))
        return redirect("desk_alerts")
    return _page(request, SubscriptionForm(), wrong=(way_id, form))


def _page(request: HttpRequest, form: SubscriptionForm, *, wrong: tuple[int, WishesForm] | None = None) -> HttpResponse:
    ways = []
    for way in access_own_subscriptions(viewer_of(request)):
        own = wrong[1] if wrong and wrong[0] == way.id else _wishes_form(way)
        ways.append((way, own))
    context = {"form": form, "ways": ways, "wrong": wrong[0] if wrong else 0}
    return render(request, "desk/alerts.html", context, status=422 if form.errors or wrong else 200)


def _wishes_form(way: OwnSubscription) -> WishesForm:
    rule = way.rule
    initial = {
        "least_urgency": way.least_urgency, "least_severity": rule.least_severity, "language": way.language,
        "section_ids": sorted(rule.section_ids), "days": sorted(rule.days), "begins": rule.begins, "ends": rule.ends,
        "digest_hour": "" if rule.digest_hour is None else rule.digest_hour,
    }  # fmt: skip
    return WishesForm(initial=initial, auto_id=f"way_{way.id}_%s")


@login_required
@require_POST
def confirm(request: HttpRequest, way_id: int) -> HttpResponse:
    """Bring the code back."""
    try:
        confirm_subscription(viewer_of(request), subscription_id=way_id, code=request.POST.get("code", ""))
    except InputError:
        messages.error(request, _("This is not the code. Copy it from the newest message, letter by letter."))
    else:
        messages.success(request, _("Confirmed. You will be told this way."))
    return redirect("desk_alerts")


@login_required
@require_POST
def test(request: HttpRequest, way_id: int) -> HttpResponse:
    """Send a message that says nothing but that it arrives."""
    send_test_message(viewer_of(request), subscription_id=way_id)
    messages.success(request, _("A test message is on its way."))
    return redirect("desk_alerts")


@login_required
@require_POST
def stop(request: HttpRequest, way_id: int) -> HttpResponse:
    """Stop being told this way."""
    unsubscribe(viewer_of(request), subscription_id=way_id)
    messages.success(request, _("You will not be told this way any more. The address is deleted."))
    return redirect("desk_alerts")


@login_required
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """The log of messages, for those who look after the doors."""
    found = access_deliveries(viewer_of(request), page=page_number(request))
    return render(request, "desk/deliveries.html", {"found": found})
