from django.urls import path

from . import campaigns, topics

app_name = "cases"
urlpatterns = [
    path("staff/topics/", topics.topics, name="topics"),
    path("staff/topics/map.json", topics.topics_map, name="topics_map"),
    path("staff/topics/<int:number>/", topics.topic, name="topic"),
    path("staff/topics/<int:number>/map.json", topics.topic_map, name="topic_map"),
    path("staff/topics/<int:number>/campaign", campaigns.begin, name="begin"),
    path("staff/topics/campaigns/", campaigns.campaigns, name="campaigns"),
    path("staff/topics/campaigns/<str:number>/", campaigns.campaign, name="campaign"),
    path("staff/topics/campaigns/<str:number>/measures", campaigns.add_measure, name="add_measure"),
    path("staff/topics/campaigns/<str:number>/measures/<int:measure>", campaigns.measure, name="measure"),
    path("staff/topics/campaigns/<str:number>/act/<slug:move>", campaigns.act, name="act"),
]
