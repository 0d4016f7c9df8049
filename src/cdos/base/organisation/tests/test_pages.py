"""The organisation's pages, through the whole stack."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.organisation import api, models
from cdos.base.organisation.tests.conftest import CITY, NORTH, WEST, Staff


class As:
    """A member of staff at the pages; the sign-in itself is identity's to test."""

    def __init__(self, account_id: int | None) -> None:
        self.account = identity.account(account_id) if account_id else None

    def get(self, path: str) -> HttpResponse:
        return self._ask(RequestFactory().get(path))

    def post(self, path: str, data: dict[str, Any] | None = None) -> HttpResponse:
        return self._ask(RequestFactory().post(path, data or {}))

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200
        return answer.content.decode()

    def _ask(self, request: HttpRequest) -> HttpResponse:
        request.account, request.acting_for, request.session = self.account, None, {}
        match = resolve(request.path)
        return match.func(request, *match.args, **match.kwargs)


def proposal(staff: Staff) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "appointment_id": staff.handler_appointment,
        "deputy_id": staff.li,
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=3)).isoformat(),
    }


@pytest.mark.parametrize("path", ["/staff/organisation/", "/staff/deputies/"])
def test_visitors_are_sent_to_sign_in(city: None, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/sign-in/?next=")


def test_residents_are_not_let_in(staff: Staff) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        As(staff.resident).get("/staff/organisation/")


def test_the_city_opens_first_and_an_area_shows_its_units(staff: Staff) -> None:
    zhang = As(staff.zhang)
    page = zhang.text("/staff/organisation/")
    assert f"?unit={CITY}-water" in page
    assert f"?unit={WEST}-water" not in page
    assert f"?unit={WEST}-water" in zhang.text(f"/staff/organisation/?area={WEST}")
    assert "北社区" in zhang.text(f"/staff/organisation/?area={NORTH}")


def test_an_unknown_area_is_kindly_empty_and_an_unknown_unit_is_not_found(staff: Staff) -> None:
    from django.http import Http404

    As(staff.zhang).text("/staff/organisation/?area=999999")
    with pytest.raises(Http404):
        As(staff.zhang).get("/staff/organisation/?unit=nowhere")


def test_a_unit_shows_who_holds_its_posts_and_who_stands_in(staff: Staff) -> None:
    path = f"/staff/organisation/?unit={WEST}-water"
    page = As(staff.zhang).text(path)
    assert "张三" in page
    assert "李四" not in page
    As(staff.zhang).post("/staff/deputies/", proposal(staff))
    api.accept_deputy(actor=api.actor_of_account(staff.li), deputation_id=models.Deputation.objects.get().pk)
    assert "李四" in As(staff.zhang).text(path)


def test_units_and_areas_are_found_by_their_words(staff: Staff) -> None:
    page = As(staff.zhang).text("/staff/organisation/?q=水务")
    assert f"?unit={WEST}-water" in page
    assert f"?unit={CITY}-water" in page
    assert "<script>" not in As(staff.zhang).text("/staff/organisation/?q=<script>")


def test_a_deputy_is_asked_and_accepts_by_the_page(staff: Staff) -> None:
    assert As(staff.zhang).post("/staff/deputies/", proposal(staff)).status_code == 302
    made = models.Deputation.objects.get()
    assert f"/staff/deputies/{made.pk}/accept" in As(staff.li).text("/staff/deputies/")
    assert f"/staff/deputies/{made.pk}/accept" not in As(staff.zhang).text("/staff/deputies/")
    assert As(staff.li).post(f"/staff/deputies/{made.pk}/accept").status_code == 302
    assert any(post.deputy_for == "张三" for post in api.actor_of_account(staff.li).posts)
    As(staff.zhang).post(f"/staff/deputies/{made.pk}/end")
    assert not any(post.deputy_for for post in api.actor_of_account(staff.li).posts)


def test_another_persons_post_cannot_be_given_away(staff: Staff) -> None:
    answer = As(staff.li).post("/staff/deputies/", proposal(staff) | {"deputy_id": staff.zhang})
    assert answer.status_code == 200
    assert not models.Deputation.objects.exists()


def test_a_forged_answer_changes_nothing(staff: Staff) -> None:
    As(staff.zhang).post("/staff/deputies/", proposal(staff))
    made = models.Deputation.objects.get()
    As(staff.admin).post(f"/staff/deputies/{made.pk}/accept")
    made.refresh_from_db()
    assert made.accepted_at is None


def test_editors_and_administrators_edit_the_calendar_and_handlers_read_it(staff: Staff) -> None:
    assert 'id="edit"' in As(staff.admin).text("/staff/calendar/2026/")
    assert 'id="edit"' not in As(staff.zhang).text("/staff/calendar/2026/")
