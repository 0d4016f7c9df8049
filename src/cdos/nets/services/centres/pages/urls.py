from django.urls import path

from . import centre, counter, life

app_name = "centres"
urlpatterns = [
    path("map/life", life.life, name="life"),
    path("map/life.geojson", life.points, name="points"),
    path("centres/<slug:code>/", centre.centre, name="centre"),
    path("centres/<slug:code>/screen", centre.screen, name="screen"),
    path("centres/<slug:code>/book", centre.book, name="book"),
    path("centres/<slug:code>/number", centre.number, name="number"),
    path("queue/<str:key>/", centre.ticket, name="ticket"),
    path("queue/<str:key>/<slug:what>", centre.act_on_ticket, name="act_on_ticket"),
    path("me/appointments/", centre.appointments, name="appointments"),
    path("me/appointments/<int:appointment_id>/", centre.appointment, name="appointment"),
    path(
        "me/appointments/<int:appointment_id>/<slug:what>",
        centre.act_on_appointment,
        name="act_on_appointment",
    ),
    path("staff/counter/", counter.counter, name="counter"),
    path("staff/counter/<slug:code>/<slug:what>", counter.act, name="act"),
    path("staff/counter/tickets/<int:ticket_id>/<slug:what>", counter.act_on_ticket, name="serve"),
    path(
        "staff/counter/appointments/<int:appointment_id>/<slug:what>",
        counter.act_on_appointment,
        name="receive",
    ),
]
