from django.urls import path

from . import chat, home, item, staff, zones

app_name = "guide"
urlpatterns = [
    path("chat", chat.chat, name="chat"),
    path("services/", home.home, name="home"),
    path("services/search", home.search, name="search"),
    path("services/suggest", home.suggest, name="suggest"),
    path("services/links", home.links, name="links"),
    path("services/events/<slug:code>", home.event, name="event"),
    path("services/departments/<slug:unit>", home.department, name="department"),
    path("services/topics/<str:topic>", home.topic, name="topic"),
    path("services/zones/<slug:code>", home.zone, name="zone"),
    path("services/<slug:code>", item.item, name="item"),
    path("staff/services/links", staff.links, name="staff_links"),
    path("staff/services/links/<slug:code>", staff.change_link, name="change_link"),
    path("staff/services/zones", zones.every, name="staff_zones"),
    path("staff/services/zones/<slug:code>", zones.edit, name="edit_zone"),
    path("staff/services/zones/<slug:code>/decide", zones.decide, name="decide_zone"),
]
