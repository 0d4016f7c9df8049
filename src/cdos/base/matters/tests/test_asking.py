"""The doors that pages share: who asks, or the way to the sign-in and back."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

import cdos
from cdos.base.matters import api
from cdos.base.organisation.contracts import Actor

SOURCE = Path(cdos.__file__).parent
WRITTEN = re.compile(r"def own_page\(|sign-in/\?\{|LOGIN_URL\}\?")


def test_an_own_page_leads_a_visitor_to_the_sign_in_and_back_and_no_cache_keeps_it(
    rf: RequestFactory,
) -> None:
    @api.own_page
    def page(request: HttpRequest, actor: Actor) -> HttpResponse:
        return HttpResponse(f"own page of {actor.account_id}")

    asked = rf.get("/me/somewhere/?of=2026")
    answer = page(asked)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('identity:sign_in')}?next=%2Fme%2Fsomewhere%2F%3Fof%3D2026",
    )
    assert "no-store" in answer["Cache-Control"]


def test_no_module_has_a_second_one_or_writes_the_way_to_the_sign_in_by_itself() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts and WRITTEN.search(path.read_text("utf-8"))
    }
    below = {"base/calendar/pages.py", "base/ledger/pages.py"}  # they know the address from the settings only
    assert {one for one in found if not one.startswith("nets/services/benefits/")} == {
        "base/matters/asking.py",
        *below,
    }
