"""Accounts, journals and their lines; the database itself adds up, and refuses what does not balance."""

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """The balance is moved by a trigger on lines, so it cannot part from them by a mistake of ours."""

    code = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    fen = models.BigIntegerField(default=0)
    floor_fen = models.BigIntegerField(null=True, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_fen__isnull=True) | Q(fen__gte=F("floor_fen")), name="books_above_floor"
            ),
        ]


class Journal(models.Model):
    key = models.CharField(max_length=160, unique=True)
    memo = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100, blank=True, default="")


class Line(models.Model):
    """Never changed, never taken away (a trigger refuses)."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journal", "account"], name="books_one_line_an_account"),
            models.CheckConstraint(condition=~Q(fen=0), name="books_line_moves_something"),
        ]
