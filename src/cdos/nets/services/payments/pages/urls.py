from django.urls import path

from . import demo, paying, settlements

app_name = "payments"
urlpatterns = [
    path("services/pay/<str:reference>", paying.pay, name="pay"),
    path("services/pay/<str:reference>/back", paying.back, name="back"),
    path("services/pay/notify/<slug:provider>", paying.notified, name="notified"),
    path("demo-pay/<str:key>", demo.demo_page, name="demo"),
    path("staff/fees/", settlements.settlements, name="settlements"),
]
