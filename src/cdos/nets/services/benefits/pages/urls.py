from django.urls import path

from . import acting, calculator, home, programme, published, wrong
from .staff_urls import urlpatterns as staff

app_name = "benefits"
urlpatterns = [
    path("benefits/", home.home, name="home"),
    path("benefits/calculator/", calculator.calculator, name="calculator"),
    path("benefits/published/", published.every, name="published"),
    path("benefits/published/<slug:code>/", published.one, name="published_one"),
    path("benefits/<slug:code>/", programme.one, name="one"),
    path("benefits/<slug:code>/confirm", acting.confirm, name="confirm"),
    path("benefits/<slug:code>/claim", acting.claim, name="claim"),
    path("benefits/<slug:code>/decline", acting.decline, name="decline"),
    path("benefits/<slug:code>/account", acting.account, name="account"),
    path("benefits/<slug:code>/wrong/<slug:field>", wrong.wrong, name="wrong"),
    *staff,
]
