"""Storage of foreign warnings: the feeds, what they said, what was taken back, which documents were fetched."""

from __future__ import annotations

from django.db import models


class ContextFeed(models.Model):
    """A feed, and how its last fetch went."""

    address = models.CharField(max_length=500, unique=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    tried_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    refused = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=500, blank=True)


class StoredWarning(models.Model):
    """A warning that reaches the border, or whose place is not drawn."""

    feed = models.ForeignKey(ContextFeed, on_delete=models.CASCADE)
    sender = models.CharField(max_length=300)
    identifier = models.CharField(max_length=300)
    sent = models.DateTimeField()
    ends = models.DateTimeField(db_index=True)
    sections = models.JSONField()
    document = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "sender", "identifier"], name="one_warning_of_a_feed"),)


class TakenBack(models.Model):
    """A message that a later one of the same feed replaced or cancelled; it may come in after that one."""

    feed = models.ForeignKey(ContextFeed, on_delete=models.CASCADE)
    sender = models.CharField(max_length=300)
    identifier = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "sender", "identifier"], name="taken_back_once"),)


class FetchedLink(models.Model):
    """A document that was fetched and need not be fetched again: a message never changes."""

    feed = models.ForeignKey(ContextFeed, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "digest"], name="link_fetched_once"),)
