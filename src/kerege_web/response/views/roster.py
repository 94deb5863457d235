"""Pages of the shifts and of the contact book."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kerege.domain.errors import InputError
from kerege.domain.office import Office
from kerege_web.accounts.access import access_logins, require, viewer_of
from kerege_web.accounts.roles import Permission
from kerege_web.response.access.contacts import access_contacts
from kerege_web.response.access.shifts import access_shifts
from kerege_web.response.actions.contacts import ContactSaid, put_contact, remove_contact
from kerege_web.response.actions.shifts import add_shift, remove_shift
from kerege_web.response.forms import ContactForm, ShiftForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest) -> HttpResponse:
    """The contact book; whoever keeps it may add an office."""
    viewer = viewer_of(request)
    form = ContactForm(request.POST or None)
    if request.method == "POST":
        require(viewer, Permission.KEEP_DUTY)
        if form.is_valid():
            chosen = dict(form.cleaned_data)
            said = ContactSaid(office=Office(chosen.pop("office")), **chosen)
            try:
                put_contact(viewer, said=said)
            except InputError as error:
                # The sentences of the action are for programs; a person finds the field that is meant.
                form.add_error(error.where if error.where in form.fields else None, _("Look at this again."))
            else:
                messages.success(request, _("It stands in the book."))
                return redirect("contacts")
    context = {"contacts": access_contacts(viewer), "form": form if viewer.may(Permission.KEEP_DUTY) else None}
    return render(request, "response/contacts.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Take an office out of the book."""
    remove_contact(viewer_of(request), contact_id=contact_id)
    messages.success(request, _("It is out of the book; its number is deleted."))
    return redirect("contacts")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """Who is on duty; whoever keeps the shifts may add one."""
    viewer = viewer_of(request)
    people = access_logins(viewer, Permission.WORK_ALERTS)
    form = ShiftForm(request.POST or None, people=people)
    if request.method == "POST":
        require(viewer, Permission.KEEP_DUTY)
        if form.is_valid():
            try:
                add_shift(viewer, **form.cleaned_data)
            except InputError as error:
                form.add_error(
                    error.where if error.where in form.fields else None,
                    _("A shift ends after it begins, within a week; nobody has two at a time."),
                )
            else:
                messages.success(request, _("The shift is written down."))
                return redirect("shifts")
    context = {
        "shifts": access_shifts(viewer, timezone.now()),
        "form": form if viewer.may(Permission.KEEP_DUTY) else None,
    }
    return render(request, "response/shifts.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift away, or end the one that runs."""
    remove_shift(viewer_of(request), shift_id=shift_id)
    messages.success(request, _("The shift is ended."))
    return redirect("shifts")
