from django.urls import path

from . import ask, pages

app_name = "citizen"
urlpatterns = [
    path("", pages.home, name="home"),
    path("ask", ask.ask, name="ask"),
    path("ask/<int:entry_id>/helped", ask.helped, name="helped"),
]
