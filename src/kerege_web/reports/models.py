"""Storage of reports. A reporter is nobody here: contact is sealed, kept apart and deleted; no name has a field."""

from __future__ import annotations

from datetime import time

from django.db import models


def every_day() -> list[int]:
    """Monday to Sunday."""
    return list(range(7))


class Device(models.Model):
    """A sender with a key of its own: a phone with a form, a gateway, a program. The key is kept as a digest."""

    name = models.CharField(max_length=80)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=12)
    key_digest = models.CharField(max_length=64, unique=True)
    side = models.CharField(max_length=10, blank=True)
    reliability = models.CharField(max_length=1, default="F")
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """One report as it came in, and where its check stands."""

    # Receipt and source are digests by a key that is not in this database.
    receipt_digest = models.CharField(max_length=64, unique=True)
    client_digest = models.CharField(max_length=64, unique=True)
    source_digest = models.CharField(max_length=64, blank=True, db_index=True)
    door = models.CharField(max_length=12)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="reports")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    tlp = models.CharField(max_length=20)
    releasable_to = models.TextField(blank=True)
    received_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5)
    kind = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    start = models.DateTimeField(null=True)
    end = models.DateTimeField(null=True)
    precision = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    uncertainty_km = models.FloatField(null=True)
    section_id = models.CharField(max_length=120, blank=True, db_index=True)
    hurt = models.CharField(max_length=8)
    harm = models.JSONField(default=dict)
    side = models.CharField(max_length=10, blank=True)
    is_exercise = models.BooleanField(default=False)
    # Protected topics between bars, "|minor|", and the narrowing that follows from them.
    topics = models.CharField(max_length=60, blank=True)
    is_narrowed = models.BooleanField(default=False)
    # Stretches of the text that look like personal data: [[first, end, kind], ...].
    flags = models.JSONField(default=list)
    urgency = models.FloatField(db_index=True)
    urgency_parts = models.JSONField(default=dict)
    verdict = models.CharField(max_length=16, db_index=True)
    verdict_at = models.DateTimeField(null=True)
    reliability = models.CharField(max_length=1, default="F")
    credibility = models.CharField(max_length=1, default="6")
    assigned_to = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    incident_reference = models.CharField(max_length=200, blank=True, db_index=True)
    # Compared once with those around it, where a site lets the machine join reports.
    compared_at = models.DateTimeField(null=True, db_index=True)
    # Told once to those who must look at once; the log of it is Delivery.
    announced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-urgency", "received_at", "id")
        indexes = (models.Index(fields=("verdict", "-urgency", "received_at"), name="report_queue"),)

    def __str__(self) -> str:
        return f"{self.door} {self.pk}"


class Photo(models.Model):
    """A picture of a report, made anew from its points alone, so that nothing else of the file is kept."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="photos")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("report", "digest"), name="photo_once_in_a_report"),)

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """How a reporter may be reached: sealed, for who may call back, and only for a time."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="contact")
    kind = models.CharField(max_length=12)
    sealed = models.TextField()
    delete_after = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("delete_after",)

    def __str__(self) -> str:
        return self.kind


class Message(models.Model):
    """One line of the conversation with a reporter."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    is_from_reporter = models.BooleanField()
    kind = models.CharField(max_length=12)
    text = models.TextField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class Judgement(models.Model):
    """One verdict or grading of a report: who, when, why. The report carries the newest."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="judgements")
    verdict = models.CharField(max_length=16)
    reliability = models.CharField(max_length=1)
    credibility = models.CharField(max_length=1)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.report_id} {self.verdict}"


class Handover(models.Model):
    """One passing on of a report from hand to hand."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="handovers")
    assigned_to = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.report_id} {self.assigned_to}"


class LinkDecision(models.Model):
    """A word on two reports: one happening, or two. A person's stands above the machine's; all are kept."""

    first = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    is_same = models.BooleanField()
    is_automatic = models.BooleanField(default=False)
    probability = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.is_same}"


class Monitor(models.Model):
    """Somebody who promised to report regularly, known by a code. The number is sealed."""

    code = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    section_id = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5)
    every_days = models.PositiveSmallIntegerField(default=7)
    sealed_number = models.TextField(blank=True)
    number_digest = models.CharField(max_length=64, blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField()
    # When the desk was last told that nothing came.
    silence_told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Situation(models.Model):
    """A monitor's regular word: how safe, what changed, how many incidents, nothing included."""

    monitor = models.ForeignKey(Monitor, on_delete=models.CASCADE, related_name="situations")
    client_digest = models.CharField(max_length=64, unique=True)
    door = models.CharField(max_length=12)
    received_at = models.DateTimeField(db_index=True)
    first_day = models.DateField()
    last_day = models.DateField()
    safety = models.PositiveSmallIntegerField(null=True)
    change = models.CharField(max_length=8, blank=True)
    counts = models.JSONField(default=dict)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(safety__isnull=True) | models.Q(safety__gte=1, safety__lte=10),
                name="situation_safety",
            ),
        )

    def __str__(self) -> str:
        return f"{self.monitor_id} {self.last_day}"


class Delivery(models.Model):
    """One message on its way out, and what became of it. Where it goes is sealed."""

    purpose = models.CharField(max_length=20)
    channel = models.CharField(max_length=12)
    # Address and words are sealed, because the words may hold a receipt code; both go once nothing more will be sent.
    sealed_address = models.TextField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="deliveries")
    login = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5)
    text = models.TextField()
    state = models.CharField(max_length=10, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    gateway_id = models.CharField(max_length=100, blank=True, db_index=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Subscription(models.Model):
    """How one of the people at the desk wants to be told of urgent reports."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12)
    sealed_address = models.TextField()
    least_urgency = models.FloatField(default=0.0)
    least_severity = models.PositiveSmallIntegerField(default=1)
    # "": the language that the person chose for the pages.
    language = models.CharField(max_length=5, blank=True)
    # Empty: all sections. Days on which the hours begin, 0 for Monday.
    section_ids = models.JSONField(default=list)
    days = models.JSONField(default=every_day)
    begins = models.TimeField(default=time)
    ends = models.TimeField(default=time)
    digest_hour = models.PositiveSmallIntegerField(null=True)
    is_active = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"


class HeldNotice(models.Model):
    """Something that waits for the one message of the day."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="held")
    purpose = models.CharField(max_length=20)
    due_at = models.DateTimeField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.purpose}"


class AnswerCode(models.Model):
    """A code by which one person can say once, from the message itself, that it was seen. Only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    object_type = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"


class Inbound(models.Model):
    """One text message that came in, as digests: so that it is handled once, and a flood from one number is seen."""

    key_digest = models.CharField(max_length=64, unique=True)
    source_digest = models.CharField(max_length=64, db_index=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=12)
    # The report whose news were asked for by code: the answer to its question may follow without the code.
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, related_name="+")
    # The answer, where it goes back with the request; and a weekly message that was not understood.
    sealed_reply = models.TextField(blank=True)
    sealed_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.outcome


class Draft(models.Model):
    """A report that is being made step by step in a chat: sealed, and gone when it was sent or forgotten."""

    chat_digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    changed_at = models.DateTimeField(db_index=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("changed_at",)

    def __str__(self) -> str:
        return str(self.pk)
