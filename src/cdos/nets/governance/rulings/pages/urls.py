from django.urls import path

from . import precedents, rulings

app_name = "rulings"
urlpatterns = [
    path("staff/rulings", rulings.desk, name="desk"),
    path("staff/precedents", precedents.precedents, name="precedents"),
    path("staff/precedents/<int:precedent>/withdraw", precedents.withdraw, name="withdraw"),
]
