"""Tables of honest closure. No words of residents lie here; those of clerks are masked and go with the matter's retention."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Answer(models.Model):
    """One reply to an appeal, as scored when it was given, with all that came to light since."""

    matter_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    entry_id = models.BigIntegerField(unique=True)  # of the timeline: the reply itself is there
    at = models.DateTimeField()
    unit = models.CharField(max_length=60, blank=True, default="")  # whose reply it is
    item_code = models.CharField(max_length=20, blank=True, default="")
    item_name = models.CharField(max_length=120, blank=True, default="")
    district = models.CharField(max_length=6, blank=True, default="")
    street = models.CharField(max_length=9, blank=True, default="")
    community = models.CharField(max_length=12, blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")
    length = models.PositiveIntegerField(default=0)  # characters
    score = models.FloatField(default=0)
    hollow = models.BooleanField(default=False)
    judge = models.CharField(max_length=10)
    version = models.CharField(max_length=16, blank=True, default="")
    by_length = models.FloatField(null=True)
    sent_anyway = models.BooleanField(default=False)
    suspicion = models.FloatField(default=0)
    reasons = models.JSONField(default=list)  # of the score
    signs = models.JSONField(default=list)  # of the suspicion: the score among them
    standing = models.CharField(max_length=10, default="clear")
    judged_by = models.CharField(max_length=100, blank=True, default="")
    judged_account = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="closure_answer_at"),
            models.Index(fields=["matter_id"], name="closure_answer_matter"),
            models.Index(
                fields=["-suspicion", "-at"], name="closure_answer_suspect", condition=Q(standing="suspect")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=["clear", "suspect", "sound", "hollow"]), name="closure_standing"
            ),
            models.CheckConstraint(
                condition=Q(score__range=(0, 1), suspicion__range=(0, 1)), name="closure_shares"
            ),
        ]


class Promise(models.Model):
    """Something a reply promised until a day, and whether it was kept."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="promises")
    matter_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    unit = models.CharField(max_length=60, blank=True, default="")
    phrase = models.CharField(max_length=60, blank=True, default="")
    sentence = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    asked_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=2000, blank=True, default="")
    shown_by = models.CharField(max_length=100, blank=True, default="")
    shown_at = models.DateTimeField(null=True)
    moved_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], name="closure_promise_due", condition=Q(state__in=["open", "asked"])
            ),
            models.Index(fields=["matter_id"], name="closure_promise_matter"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["matter_id", "due_on", "phrase"], name="closure_promise_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "asked", "kept", "late", "moved", "broken", "taken_back"]),
                name="closure_promise_state",
            ),
        ]


class Refiling(models.Model):
    """Somebody filed again near the same place and problem, days after it was said to be solved."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="refilings")
    matter_id = models.BigIntegerField()  # what was said to be solved
    again_id = models.BigIntegerField()
    again_number = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField()
    distance_m = models.PositiveIntegerField()
    similarity = models.FloatField()
    same_person = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter_id", "again_id"], name="closure_refiled_once")]


class PhotoMark(models.Model):
    """How a photo looks and how its place compares, seen before it was cleaned; its position is not kept."""

    token = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    print = models.BigIntegerField()  # 64 bits, as a signed number
    bands = ArrayField(
        models.IntegerField()
    )  # four parts of it, each with its place: alike pictures share one
    about_id = models.BigIntegerField(null=True)  # matter it was sent for
    place = models.CharField(max_length=10, default="unknown")
    taken_at = models.DateTimeField(null=True)
    matter_id = models.BigIntegerField(null=True)  # of the answer it came with

    class Meta:
        indexes = [
            GinIndex(fields=["bands"], name="closure_photo_bands"),
            models.Index(fields=["at"], name="closure_photo_at"),
        ]


class FollowUp(models.Model):
    """Some weeks after “solved” the person is asked: is it still fixed?"""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="follow_ups")
    matter_id = models.BigIntegerField(unique=True)
    number = models.CharField(max_length=40)
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=10, blank=True, default="")  # how: "app", "sms", or "page" alone
    answered_at = models.DateTimeField(null=True)
    fixed = models.BooleanField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], name="closure_follow_due", condition=Q(asked_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(fixed__isnull=False), name="closure_follow_answered"
            )
        ]


class Officer(models.Model):
    """An experience officer (体验官): staff or a volunteer who goes and looks."""

    account_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    district = models.CharField(max_length=6, blank=True, default="")  # empty: the whole city
    active = models.BooleanField(default=True)
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["staff", "volunteer"]), name="closure_officer_kind")
        ]


class SamplePlan(models.Model):
    """So many solved answers a week of each district, unit or item are looked at; which ones, the seed decides."""

    by = models.CharField(max_length=10)
    per_group = models.PositiveSmallIntegerField()
    district = models.CharField(max_length=6, blank=True, default="")
    seed = models.IntegerField()
    active = models.BooleanField(default=True)
    made_by = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    drawn_for = models.DateField(null=True)  # Monday of the last week that was drawn

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(by__in=["district", "unit", "item"]), name="closure_plan_by"),
            models.CheckConstraint(condition=Q(per_group__range=(1, 50)), name="closure_plan_size"),
        ]


class Visit(models.Model):
    """Somebody goes and looks whether what was said to be solved is solved."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="visits")
    matter_id = models.BigIntegerField()
    number = models.CharField(max_length=40)
    district = models.CharField(max_length=6, blank=True, default="")
    origin = models.CharField(max_length=10)
    plan = models.ForeignKey(SamplePlan, on_delete=models.SET_NULL, null=True, related_name="visits")
    week = models.DateField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    account_id = models.BigIntegerField(null=True)
    officer_name = models.CharField(max_length=100, blank=True, default="")
    verdict = models.CharField(max_length=10, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "district"], name="closure_visit_open")]
        constraints = [
            models.UniqueConstraint(fields=["answer", "week"], name="closure_visit_once_a_week"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "taken", "done", "dropped"]), name="closure_visit_state"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "solved", "partly", "hollow", "unclear"]),
                name="closure_visit_verdict",
            ),
        ]


class Cursor(models.Model):
    """How far a recurring look through the appeals has come."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField(null=True)  # when the last one looked at was filed
    value = models.BigIntegerField(default=0)  # its id


class Warned(models.Model):
    """A clerk was told that a reply says nothing; when it is sent all the same, the answer says so."""

    matter_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    account_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter_id", "digest"], name="closure_warned_once")]
