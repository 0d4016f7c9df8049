from django.urls import path

from . import models, signals, words

app_name = "understanding"
urlpatterns = [
    path("staff/understanding/", models.models, name="models"),
    path("staff/understanding/train", models.train, name="train"),
    path("staff/understanding/choose", models.choose, name="choose"),
    path("staff/understanding/withdraw", models.withdraw, name="withdraw"),
    path("staff/understanding/<slug:version>/take-back", models.take_back, name="take_back"),
    path("staff/understanding/words", words.words, name="words"),
    path("staff/understanding/tags", words.save_tag, name="save_tag"),
    path("staff/understanding/dangers", words.add_danger, name="add_danger"),
    path("staff/understanding/dangers/<int:danger>/switch", words.switch_danger, name="switch_danger"),
    path("staff/appeals/<str:number>/understanding", signals.signals, name="signals"),
    path("staff/appeals/<str:number>/read-files", signals.read_files, name="read_files"),
    path("staff/appeals/<str:number>/tags/<int:tag>", signals.tag, name="tag"),
]
