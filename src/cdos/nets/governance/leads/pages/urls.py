from django.urls import path

from . import effect, patrol, sources

app_name = "leads"
urlpatterns = [
    path("staff/leads/", patrol.own, name="own"),
    path("staff/leads/new", patrol.new, name="new"),
    path("staff/leads/near", patrol.near, name="near"),
    path("staff/leads/effect", effect.effect, name="effect"),
    path("staff/leads/sources", sources.every, name="sources"),
    path("staff/leads/sources/add", sources.add, name="add_source"),
    path("staff/leads/sources/bring-in", sources.bring_in, name="bring_in"),
    path("staff/leads/sources/<slug:code>/token", sources.token, name="token"),
    path("staff/leads/sources/<slug:code>/switch", sources.switch, name="switch"),
]
