"""Pages of devices, for who manages doors."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kerege.domain.grading import Reliability
from kerege.domain.submission import Door
from kerege_web.accounts.access import Viewer, viewer_of
from kerege_web.pages.vocabulary import country_word, reliability_word
from kerege_web.reports.access.devices import KnownDevice, access_device, access_devices, access_door_agencies
from kerege_web.reports.actions.devices import add_device, change_device_key, new_device_key, switch_device
from kerege_web.reports.device_setup import DeviceSetup
from kerege_web.reports.forms.devices import DOORS, DeviceForm, door_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """All devices, and a form for a new one."""
    viewer = viewer_of(request)
    agencies = access_door_agencies(viewer)
    form = DeviceForm(request.POST or None, agencies=agencies, initial={"agency": viewer.agency})
    if request.method == "POST" and form.is_valid():
        key, said = new_device_key(), form.cleaned_data
        number = add_device(
            viewer,
            name=said["name"],
            agency=said["agency"],
            door=said["door"],
            key=key,
            side=said["side"],
            reliability=said["reliability"],
        )
        return _ready(request, viewer, number, key)
    context = {
        "form": form,
        "devices": [_row(device, agencies) for device in access_devices(viewer)],
        "agencies": agencies,
    }
    return render(request, "reports/devices.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def new_key(request: HttpRequest, device_id: int) -> HttpResponse:
    """Another key for a device; the one before ends."""
    viewer = viewer_of(request)
    key = new_device_key()
    change_device_key(viewer, device_id=device_id, key=key)
    return _ready(request, viewer, device_id, key)


@login_required
@require_POST
def switch(request: HttpRequest, device_id: int) -> HttpResponse:
    """Let a device send, or no longer."""
    viewer = viewer_of(request)
    is_active = request.POST.get("active") == "yes"
    switch_device(viewer, device_id=device_id, is_active=is_active)
    name = access_device(viewer, device_id).name
    text = _("%(name)s may send again.") if is_active else _("%(name)s may no longer send. What it sent stays.")
    messages.success(request, text % {"name": name})
    return redirect("devices")


def _row(device: KnownDevice, agencies: dict[str, str]) -> dict[str, object]:
    grade = Reliability(device.reliability)
    return {
        "device": device,
        "door": door_words(device.door),
        "agency": agencies[device.agency],
        "side": country_word(device.side) if device.side else "",
        "reliability": f"{grade.value} – {reliability_word(grade)}",
        "has_key_here": device.door in DOORS,
    }


def _ready(request: HttpRequest, viewer: Viewer, device_id: int, key: str) -> HttpResponse:
    """The key, shown this once. It is answered at once and not by a redirect, so that it is never kept anywhere."""
    device = access_device(viewer, device_id)
    setup = DeviceSetup(request.build_absolute_uri("/"), device.name, key)
    context = {
        "device": device,
        "door": door_words(device.door),
        "setup": setup,
        "is_phone": device.door is Door.ODK,
        "interface_address": request.build_absolute_uri("/api/v1/reports"),
    }
    response = render(request, "reports/device_ready.html", context, status=201)
    response["Cache-Control"] = "no-store"
    return response
