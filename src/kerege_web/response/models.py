"""Storage of responses with every step, the contact book, the shifts and the calls to the other side."""

from __future__ import annotations

from django.db import models

from kerege.domain.office import Office
from kerege.domain.response_state import ResponseState


class Response(models.Model):
    """One thing that is done about an alert, and where it stands; how it came there is in its steps."""

    alert = models.ForeignKey("alerts.Alert", on_delete=models.CASCADE, related_name="responses")
    # An action of the playbooks; "" for what somebody thought of, which then has a title.
    action = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    term = models.CharField(max_length=60)
    office = models.CharField(max_length=24)
    is_contact = models.BooleanField(default=False)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=40, blank=True, db_index=True)
    state = models.CharField(max_length=12, default=ResponseState.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    # Since when it has this time: from its plan, or from when it was put off.
    timed_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    # Circles of people that were called because it is late: 0 to 3.
    calls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("due_at", "id")
        indexes = (models.Index(fields=("state", "due_at"), name="response_due"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=list(ResponseState)), name="response_state_known"),
            models.CheckConstraint(condition=models.Q(office__in=list(Office)), name="response_office_known"),
            # Planned twice at the same moment, a playbook still stands there once.
            models.UniqueConstraint(
                fields=("alert", "action"), condition=~models.Q(action=""), name="response_once_in_an_alert"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class ResponseStep(models.Model):
    """One step of a response. Steps are only ever added."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.response_id} {self.kind}"


class Contact(models.Model):
    """An office that can be called. The number is sealed; the name is that of an office, never of a person."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=24)
    side = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    sealed_number = models.TextField()
    # 1 is called first; who does not answer is followed by the next.
    rung = models.PositiveSmallIntegerField(default=1)
    # Empty: for every section.
    section_ids = models.JSONField(default=list)
    languages = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("office", "rung", "name", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(office__in=list(Office)), name="contact_office_known"),
            models.CheckConstraint(condition=models.Q(rung__gte=1, rung__lte=9), name="contact_rung"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.office}"


class Shift(models.Model):
    """Who is on duty from when to when."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="shifts")
    begins_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    # Empty: for every section.
    section_ids = models.JSONField(default=list)
    made_by = models.CharField(max_length=64)

    class Meta:
        ordering = ("begins_at", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("begins_at")), name="shift_ends_later"),
            models.UniqueConstraint(fields=("person", "begins_at"), name="shift_begins_once"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.begins_at:%Y-%m-%d %H:%M}"


class Call(models.Model):
    """One call to the other side, or from it: whether somebody answered, what was agreed, when the next is due."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    section_id = models.CharField(max_length=120, db_index=True)
    alert = models.ForeignKey("alerts.Alert", on_delete=models.SET_NULL, null=True, related_name="calls_made")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    # What the contact was called then: a call stays as it was when the contact book changes.
    office_name = models.CharField(max_length=120)
    side = models.CharField(max_length=10)
    is_incoming = models.BooleanField(default=False)
    is_exercise = models.BooleanField(default=False)
    actor = models.CharField(max_length=64)
    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    was_reached = models.BooleanField(null=True)
    agreed = models.TextField(blank=True)
    next_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering = ("-began_at", "-id")

    def __str__(self) -> str:
        return f"{self.pk} {self.section_id}"
