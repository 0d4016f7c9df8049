from django.urls import path

from . import contact, duty, figures, filing, following, hotline, joint, people, similar, tracking

app_name = "appeals"
urlpatterns = [
    path("appeals/", tracking.mine, name="mine"),
    path("appeals/new", filing.new, name="new"),
    path("appeals/new/nearby", filing.nearby, name="nearby"),
    path("appeals/new/items", filing.items, name="items"),
    path("appeals/sent/<str:number>", filing.sent, name="sent"),
    path("appeals/join/<str:number>", following.join, name="join"),
    path("appeals/leave/<str:number>", following.leave, name="leave"),
    path("appeals/together/<str:secret>", joint.sign, name="joint"),
    path("appeals/figures", figures.public, name="figures"),
    path("track/", tracking.ask, name="ask"),
    path("track/<str:number>", tracking.track, name="track"),
    path("track/<str:number>/<slug:move>", tracking.act, name="act"),
    path("staff/figures", figures.staff, name="staff_figures"),
    path("staff/appeals/<str:number>/similar", similar.similar, name="similar"),
    path("staff/appeals/<str:number>/people", people.people, name="people"),
    path("staff/appeals/<str:number>/part", people.part, name="part"),
    path("staff/appeals/<str:number>/contact", contact.clear, name="clear_contact"),
    path("staff/hotline", hotline.hotline, name="hotline"),
    path("staff/duty-list", duty.duty_list, name="duty_list"),
    path("staff/duty-list/bring-in", duty.bring_in, name="bring_in"),
    path("staff/duty-list/<int:version>/publish", duty.publish, name="publish"),
]
