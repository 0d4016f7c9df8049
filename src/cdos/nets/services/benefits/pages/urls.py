from .staff_urls import urlpatterns as staff

app_name = "benefits"
urlpatterns = [
    *staff,
]
