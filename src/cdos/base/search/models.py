"""The search index. Its vector holds 2-grams with positions, and scope and month labels as lexemes beside them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """One object's text; a very long one continues in further parts."""

    kind = models.TextField()
    object_id = models.BigIntegerField()
    part = models.SmallIntegerField(default=0)
    at = models.DateTimeField()
    vector = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "part"], name="search_entry_once")
        ]
        indexes = [
            # New rows gather in a list of at most 512 kB that every search reads through, then go in together.
            GinIndex(
                fields=["vector"], name="search_entry_vector", fastupdate=True, gin_pending_list_limit=512
            ),
            models.Index(fields=["-at", "-object_id"], name="search_entry_newest"),
        ]
