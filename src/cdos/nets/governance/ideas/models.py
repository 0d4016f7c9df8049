"""Ideas and the votes for them."""

from django.db import models
from django.db.models import Q


class Idea(models.Model):
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=12)
    unit = models.CharField(max_length=60, blank=True, default="")
    votes = models.PositiveIntegerField(default=0)
    filed_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-votes", "-filed_at"], name="ideas_by_votes"),
            models.Index(fields=["state", "-filed_at"], name="ideas_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "done"]) | ~Q(answer=""), name="ideas_adopted_is_answered"
            ),
        ]


class Vote(models.Model):
    """One person, one vote: the database itself holds no second one."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    party_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "party_id"], name="ideas_one_vote")]
        indexes = [models.Index(fields=["party_id"], name="ideas_voter")]
