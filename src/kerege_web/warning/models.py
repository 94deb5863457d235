"""Storage of runs of the watch."""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """One run, as the document it gave, with what it was made from."""

    reference = models.CharField(max_length=40, unique=True)
    as_of = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    tlp = models.CharField(max_length=20)
    releasable_to = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    incidents = models.PositiveIntegerField()
    region_digest = models.CharField(max_length=64)
    data_digest = models.CharField(max_length=64)
    parameters_version = models.CharField(max_length=200)
    code_version = models.CharField(max_length=60)
    document = models.JSONField()

    class Meta:
        ordering = ("-as_of", "-id")

    def __str__(self) -> str:
        return self.reference


class StoredSignal(models.Model):
    """One finding of a run, so that it can be listed without opening the run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="signals")
    reference = models.CharField(max_length=200)
    detector = models.CharField(max_length=60)
    unit_id = models.CharField(max_length=120)
    rank = models.PositiveIntegerField()

    class Meta:
        ordering = ("-run__as_of", "rank")
        constraints = (models.UniqueConstraint(fields=("run", "reference"), name="signal_once_in_a_run"),)

    def __str__(self) -> str:
        return self.reference


class SignalReview(models.Model):
    """What a person said of a signal: an alert was made of it, or it means nothing, and why. The newest word holds."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reviews")
    reference = models.CharField(max_length=200)
    detector = models.CharField(max_length=60)
    # The same statistic of the same unit and kind since the same day is one finding, however many runs repeat it.
    episode = models.CharField(max_length=260, db_index=True)
    is_accepted = models.BooleanField()
    cause = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.reference} {self.is_accepted}"
