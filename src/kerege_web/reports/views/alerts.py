"""Pages on how people are told of urgent reports, and the log of messages."""

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
from kerege_web.reports.access.alerts import access_deliveries, access_own_subscriptions
from kerege_web.reports.actions.subscribing import (
    confirm_subscription,
    send_test_message,
    subscribe,
    unsubscribe,
)
from kerege_web.reports.channels import Channel
from kerege_web.reports.forms.desk import SubscriptionForm


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
                least_urgency=chosen["least_urgency"],
            )
        except InputError:
            form.add_error("channel", _("You have five ways already. Stop one of them first."))
        else:
            messages.success(request, _("A code is on its way. Enter it below when it has come."))
            return redirect("desk_alerts")
    context = {"form": form, "ways": access_own_subscriptions(viewer)}
    return render(request, "desk/alerts.html", context, status=422 if form.errors else 200)


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
