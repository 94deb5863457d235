"""Storage of what was published. A message that went out is never changed; another one replaces it."""

from __future__ import annotations

from django.db import models


class Publication(models.Model):
    """One CAP message as it went out."""

    alert = models.ForeignKey("alerts.Alert", on_delete=models.PROTECT, related_name="publications")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    # Of a restricted message: agencies that may fetch it beside the own one.
    releasable_to = models.TextField(blank=True)
    identifier = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=200)
    message_type = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    scope = models.CharField(max_length=12)
    sent = models.DateTimeField(db_index=True)
    expires = models.DateTimeField(db_index=True)
    headline = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    category = models.CharField(max_length=20)
    level = models.CharField(max_length=10, blank=True)
    advice = models.CharField(max_length=20, blank=True)
    document = models.BinaryField()
    is_replaced = models.BooleanField(default=False)
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ("-sent", "-id")

    def __str__(self) -> str:
        return self.identifier
