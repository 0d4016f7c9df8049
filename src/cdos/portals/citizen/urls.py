from django.urls import path

from . import pages

app_name = "citizen"
urlpatterns = [path("", pages.home, name="home")]
