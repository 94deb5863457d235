"""Storage of what was published. The files lie in the workspace, their digests here."""

from __future__ import annotations

from django.db import models


class StoredBulletin(models.Model):
    """One published bulletin."""

    reference = models.CharField(max_length=80, unique=True)
    level = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    as_of = models.DateTimeField()
    run = models.ForeignKey("warning.Run", on_delete=models.PROTECT, related_name="bulletins")
    published_at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    tlp = models.CharField(max_length=20)
    releasable_to = models.TextField(blank=True)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()

    class Meta:
        ordering = ("-as_of", "-published_at", "level", "language")

    def __str__(self) -> str:
        return self.reference
