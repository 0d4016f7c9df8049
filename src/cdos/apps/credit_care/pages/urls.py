from django.urls import path

from . import hospital, own, staff

app_name = "credit_care"
urlpatterns = [
    path("care/", own.home, name="home"),
    path("care/visits/<str:number>", own.visit, name="visit"),
    path("care/visits/<str:number>/repay", own.repay, name="repay"),
    path("care/notify/<slug:hospital>", hospital.notified, name="notified"),
    path("care/do/<slug:do>", own.act, name="act"),
    path("demo-hospital/", hospital.desk, name="hospital"),
    path("staff/care/", staff.desk, name="desk"),
    path("staff/care/<str:number>/claim", staff.claim, name="claim"),
    path("staff/care/enquiries/<int:enquiry_id>", staff.answer, name="answer"),
]
