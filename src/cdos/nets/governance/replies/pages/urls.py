from django.urls import path

from . import drafts, templates

app_name = "replies"
urlpatterns = [
    path("staff/replies/templates", templates.every, name="templates"),
    path("staff/replies/templates/save", templates.save, name="save_template"),
    path("staff/replies/<str:number>", drafts.draft, name="draft"),
]
