"""The four scope columns that every scoped row of any module carries."""

from django.db import models


class ScopeColumns(models.Model):
    """Abstract: area codes of the place and the code of the unit that holds the row; empty means not fixed.

    A module adds its own composite indexes, such as (district, created desc, id desc).
    """

    district = models.CharField(max_length=6, blank=True, default="", db_default="")
    street = models.CharField(max_length=9, blank=True, default="", db_default="")
    community = models.CharField(max_length=12, blank=True, default="", db_default="")
    department = models.CharField(max_length=40, blank=True, default="", db_default="")

    class Meta:
        abstract = True
