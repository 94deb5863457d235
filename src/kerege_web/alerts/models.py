"""Storage of alerts: where each stands, every step with who, when and why, and the rules of the site."""

from __future__ import annotations

from django.db import models


class RuleVersion(models.Model):
    """One wording of a rule. A changed rule is a new version; the newest of a code holds, if it is in force."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=10)
    section_ids = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    least_severity = models.PositiveSmallIntegerField(null=True)
    least_probability = models.FloatField(null=True)
    least_recurrence_days = models.FloatField(null=True)
    only_verified = models.BooleanField(default=False)
    is_in_force = models.BooleanField(default=True)
    is_newest = models.BooleanField(default=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ("code", "-version")
        constraints = (models.UniqueConstraint(fields=("agency", "code", "version"), name="rule_version_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Alert(models.Model):
    """One alert, and where it stands now; how it came there is in its steps."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    tlp = models.CharField(max_length=20)
    releasable_to = models.TextField(blank=True)
    is_exercise = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=60, blank=True)
    section_id = models.CharField(max_length=120, blank=True, db_index=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    uncertainty_km = models.FloatField(null=True)
    severity = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(db_index=True)
    opened_by = models.CharField(max_length=64)
    # What a rule opened it about, so that the same thing told again joins it instead of opening another.
    topic = models.CharField(max_length=260, blank=True, db_index=True)
    rule = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, null=True, related_name="alerts")
    owner = models.CharField(max_length=40, blank=True, db_index=True)
    stage = models.CharField(max_length=20)
    entered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    # Circles of people that were called for what is overdue now: 0 to 3.
    calls = models.PositiveSmallIntegerField(default=0)
    verification = models.CharField(max_length=20, blank=True)
    hazard = models.TextField(blank=True)
    exposure = models.TextField(blank=True)
    context = models.TextField(blank=True)
    likelihood = models.CharField(max_length=20, blank=True)
    consequence = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=10, blank=True)
    lower_level = models.CharField(max_length=10, blank=True)
    lower_by = models.CharField(max_length=64, blank=True)
    lower_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    lessons = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, db_index=True)
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("due_at", "id")
        indexes = (models.Index(fields=("stage", "due_at"), name="alert_due"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(severity__gte=1, severity__lte=5), name="alert_severity"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.stage}"


class AlertSource(models.Model):
    """What an alert rests on: a signal of a run, a report of the desk, an incident."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="sources")
    type = models.CharField(max_length=10)
    # "run/signal", the number of a report, the id of an incident.
    reference = models.CharField(max_length=260, db_index=True)
    added_at = models.DateTimeField()
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ("added_at", "id")
        constraints = (models.UniqueConstraint(fields=("alert", "type", "reference"), name="source_once_in_an_alert"),)

    def __str__(self) -> str:
        return f"{self.type} {self.reference}"


class AlertStep(models.Model):
    """One step of an alert: who, when, why and on what evidence. Steps are only ever added."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    finding = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=20)
    level = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    actor = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.alert_id} {self.kind}"
