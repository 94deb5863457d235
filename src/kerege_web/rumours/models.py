"""Storage of rumours: where each stands, and every step with who, when and why."""

from __future__ import annotations

from django.db import models

from kerege.domain.rumour import RumourStage


class Rumour(models.Model):
    """One rumour, and where it stands now."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    tlp = models.CharField(max_length=20)
    releasable_to = models.TextField(blank=True)
    is_exercise = models.BooleanField(default=False)
    claim = models.TextField()
    section_id = models.CharField(max_length=120, blank=True, db_index=True)
    spread = models.JSONField(default=list)
    heard_by = models.CharField(max_length=10)
    opened_at = models.DateTimeField(db_index=True)
    opened_by = models.CharField(max_length=64)
    stage = models.CharField(max_length=10, default=RumourStage.CHECK)
    checker = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    finding = models.CharField(max_length=10, blank=True)
    # By language.
    statement = models.JSONField(default=dict)
    agreed_with = models.JSONField(default=list)
    said_at = models.DateTimeField(null=True, db_index=True)
    said_by = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(stage__in=list(RumourStage)), name="rumour_stage_known"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.stage}"


class RumourStep(models.Model):
    """One step. Steps are only ever added."""

    rumour = models.ForeignKey(Rumour, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10)
    finding = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.rumour_id} {self.kind}"
