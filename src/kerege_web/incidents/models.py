"""Storage of incidents. There is no field for a name, a document or a trait of a person, and none may be added."""

from __future__ import annotations

from django.db import models


class ImportBatch(models.Model):
    """One file that was read in."""

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"


class Incident(models.Model):
    """A happening at the border. `id` of the domain is `reference` here."""

    reference = models.CharField(max_length=200, unique=True)
    # No index on these two: a few agencies divide the table into pieces too large for one to help.
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="incidents", db_index=False)
    content_digest = models.CharField(max_length=64)
    start = models.DateTimeField(db_index=True)
    end = models.DateTimeField()
    precision = models.CharField(max_length=10)
    reported_at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    trigger = models.CharField(max_length=60, blank=True)
    severity = models.PositiveSmallIntegerField()
    countries = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    uncertainty_km = models.FloatField(null=True)
    place = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    response = models.TextField(blank=True)
    killed_low = models.PositiveIntegerField(null=True)
    killed_best = models.PositiveIntegerField(null=True)
    killed_high = models.PositiveIntegerField(null=True)
    injured_low = models.PositiveIntegerField(null=True)
    injured_best = models.PositiveIntegerField(null=True)
    injured_high = models.PositiveIntegerField(null=True)
    displaced_low = models.PositiveIntegerField(null=True)
    displaced_best = models.PositiveIntegerField(null=True)
    displaced_high = models.PositiveIntegerField(null=True)
    detained_low = models.PositiveIntegerField(null=True)
    detained_best = models.PositiveIntegerField(null=True)
    detained_high = models.PositiveIntegerField(null=True)
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)
    tlp = models.CharField(max_length=20)
    # Codes between bars, "|police|customs|", so that one can be looked for in every database.
    releasable_to = models.TextField(blank=True)
    # Where it lies against the border; made anew when the sections change.
    pair = models.CharField(max_length=20, blank=True)
    section_id = models.CharField(max_length=120, blank=True, db_index=True)
    group_id = models.CharField(max_length=120, blank=True)
    distance_km = models.FloatField(null=True)
    side = models.CharField(max_length=10, blank=True)
    side_is_certain = models.BooleanField(default=False)
    shares = models.JSONField(default=list)
    # Everything that can be searched for, folded to one case: SQLite cannot fold Cyrillic letters itself.
    search_text = models.TextField()

    class Meta:
        ordering = ("-start", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(severity__gte=1, severity__lte=5), name="incident_severity"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="incident_period"),
        )

    def __str__(self) -> str:
        return self.reference


class Account(models.Model):
    """One side's version, or a further one that came later."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="accounts")
    side = models.CharField(max_length=10, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.incident_id} {self.side}"


class Source(models.Model):
    """Where an incident is known from."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="sources")
    channel = models.CharField(max_length=60, blank=True)
    reference = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.incident_id} {self.channel}"


class GradingChange(models.Model):
    """One judgement of source and item: who, when, why. The incident carries the newest."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="grading_changes")
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)
    reason = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.reliability}{self.credibility}"
