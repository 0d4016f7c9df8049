"""Centres, appointments, queue numbers and facilities. A slot cannot hold more than its capacity: the database refuses."""

from django.db import models
from django.db.models import F, Q

from .contracts import AppointmentState, CentreLevel, Mode, PlaceKind, TicketState


class Centre(models.Model):
    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=12)
    area = models.CharField(max_length=12)
    unit = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    lon = models.FloatField()
    lat = models.FloatField()
    opens = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True, default="")
    counters = models.PositiveSmallIntegerField(default=1)
    capacity = models.PositiveSmallIntegerField(default=2)  # appointments a half hour
    video_capacity = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in CentreLevel]), name="centres_level"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="centres_named"),
        ]
        indexes = [
            models.Index(fields=["lat", "lon"], name="centres_point"),
            models.Index(fields=["area"], name="centres_area"),
            models.Index(fields=["unit"], name="centres_unit"),
        ]


class Slot(models.Model):
    """A half hour of a centre; there once somebody booked in it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    mode = models.CharField(max_length=8)
    capacity = models.PositiveSmallIntegerField()
    booked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "at", "mode"], name="centres_slot_once"),
            models.CheckConstraint(
                condition=Q(booked__lte=F("capacity")), name="centres_slot_not_overbooked"
            ),
            models.CheckConstraint(condition=Q(mode__in=[mode.value for mode in Mode]), name="centres_mode"),
        ]


class Appointment(models.Model):
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    party_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    item = models.CharField(max_length=60, blank=True, default="")
    what = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, default=AppointmentState.BOOKED.value)
    room = models.URLField(max_length=300, blank=True, default="")
    booked_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "party_id"],
                condition=Q(state=AppointmentState.BOOKED.value),
                name="centres_appointment_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AppointmentState]),
                name="centres_appointment_state",
            ),
        ]
        indexes = [
            models.Index(fields=["party_id", "state"], name="centres_appointments"),
            models.Index(
                fields=["state", "slot"],
                condition=Q(state=AppointmentState.BOOKED.value),
                name="centres_appointments_open",
            ),
        ]


class Hall(models.Model):
    """Whether a hall gives numbers today against its hours: longer in the evening, or closed early."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    open = models.BooleanField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="centres_hall_once")]


class Line(models.Model):
    """The last number that a line (A walk-in, Y by appointment) has given today."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day", "letter"], name="centres_line_once")]


class Ticket(models.Model):
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=32, unique=True)
    party_id = models.BigIntegerField(null=True)  # nobody: taken at the machine in the hall
    appointment = models.OneToOneField(
        Appointment, null=True, on_delete=models.SET_NULL, related_name="ticket"
    )
    what = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=10, default=TicketState.WAITING.value)
    turn_at = models.DateTimeField()  # who comes first: the time taken, or that of the appointment
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    window = models.CharField(max_length=20, blank=True, default="")
    calls = models.PositiveSmallIntegerField(default=0)
    returned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "letter", "number"], name="centres_ticket_once"),
            models.UniqueConstraint(
                fields=["centre", "day", "party_id"],
                condition=Q(state__in=[TicketState.WAITING.value, TicketState.CALLED.value]),
                name="centres_ticket_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in TicketState]), name="centres_ticket_state"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "day", "state", "turn_at"], name="centres_queue"),
            models.Index(
                fields=["party_id", "day"], condition=Q(party_id__isnull=False), name="centres_ticket_party"
            ),
        ]


class Facility(models.Model):
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    lon = models.FloatField()
    lat = models.FloatField()
    hours = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PlaceKind]), name="centres_facility_kind"
            )
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="centres_facility_point")]
