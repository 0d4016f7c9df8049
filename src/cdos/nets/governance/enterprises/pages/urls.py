from django.urls import path

from . import business, figures

app_name = "enterprises"
urlpatterns = [
    path("business/questions/", business.home, name="home"),
    path("business/ask", business.ask, name="ask"),
    path("business/questions/<int:question_id>", business.question, name="question"),
    path("business/questions/<int:question_id>/settled", business.settled, name="settled"),
    path("staff/enterprises", figures.figures, name="figures"),
]
