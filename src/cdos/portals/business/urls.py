from django.urls import path

from . import agents, pages

app_name = "business"
urlpatterns = [
    path("business/", pages.home, name="home"),
    path("business/agents", agents.name_agent, name="name_agent"),
    path("business/agents/<int:party_id>/end", agents.end_agent, name="end_agent"),
]
