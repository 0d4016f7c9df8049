from django.urls import path

from . import public

app_name = "ideas"
urlpatterns = [
    path("ideas/", public.every, name="list"),
    path("ideas/new", public.new, name="new"),
    path("ideas/<str:number>", public.one, name="idea"),
    path("ideas/<str:number>/<slug:what>", public.act, name="act"),
]
