"""Tables of places and of the base map."""

from django.db import models
from django.db.models import Q

from .contracts import PlaceKind


class Place(models.Model):
    """A named place of the city that people type when they say where something is."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    address = models.CharField(max_length=300)
    lon = models.FloatField()
    lat = models.FloatField()
    community = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["lat", "lon"], name="space_place_point")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PlaceKind]), name="space_place_kind"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="space_place_named"),
        ]


class Feature(models.Model):
    """A piece of the base map in one cell: a zoom-12 tile (`x << 12 | y`), or 0 for the overview of the whole city."""

    cell = models.IntegerField()
    layer = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    min_zoom = models.SmallIntegerField()
    wkb = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["cell", "min_zoom"], name="space_feature_cell")]


class Base(models.Model):
    """One row: the version of the base map and its extent."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.CharField(max_length=16)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="space_base_single")]


class Tile(models.Model):
    """A drawn vector tile, gzipped; drawn at the first request and kept until the next load."""

    version = models.CharField(max_length=16)
    zoom = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "zoom", "x", "y"], name="space_tile_once"),
        ]
