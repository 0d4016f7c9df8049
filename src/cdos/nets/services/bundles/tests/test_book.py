"""The book of bundles: a draft, a second pair of eyes, a day from which it holds; what is refused and why."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cdos.base.matters.contracts import NotAllowed
from cdos.nets.services.bundles import api
from cdos.nets.services.bundles.contracts import BundleRefused, BundleState
from cdos.nets.services.bundles.models import Version
from cdos.nets.services.bundles.pages import public
from cdos.nets.services.bundles.tests import town as towns
from cdos.nets.services.bundles.tests.town import Role, Town

pytestmark = pytest.mark.django_db


def body(**changes: object) -> dict[str, object]:
    given = {
        "code": "library-and-dog",
        "title": "读书养犬一件事",
        "event": "读书养犬",
        "summary": "两件一起办。",
        "lead": "440300-culture",
        "parts": [
            {"item": "library-card"},
            {"item": "dog-licence", "after": ["library-card"], "optional": True},
        ],
    }
    return {**given, **changes}


def test_written_by_one_approved_by_another_and_then_there(town: Town) -> None:
    writer, other = towns.clerk("440300-culture", Role.EDITOR), towns.clerk("440300-data", Role.EDITOR)
    today = timezone.localdate()
    api.draft(actor=writer, body=body())
    assert api.bundle("library-and-dog") is None
    api.ask_approval(actor=writer, code="library-and-dog")
    with pytest.raises(BundleRefused):
        api.approve(actor=writer, code="library-and-dog", effective_from=today)
    api.approve(actor=other, code="library-and-dog", effective_from=today)
    found = api.bundle("library-and-dog")
    assert found is not None
    assert (found.version, found.state) == (1, BundleState.LIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(code="library-and-dog").update(approver_id=writer.account_id)


def test_who_had_a_hand_in_it_does_not_approve_it_whoever_saved_it_last(town: Town) -> None:
    first, last = towns.clerk("440300-culture", Role.EDITOR), towns.clerk("440300-data", Role.EDITOR)
    third, today = towns.clerk("440300-civil", Role.EDITOR), timezone.localdate()
    api.draft(actor=first, body=body())
    api.draft(actor=last, body=body(title="读书和养犬一件事"))
    api.ask_approval(actor=last, code="library-and-dog")
    for writer in (first, last):
        with pytest.raises(BundleRefused):
            api.approve(actor=writer, code="library-and-dog", effective_from=today)
    api.approve(actor=third, code="library-and-dog", effective_from=today)


def test_a_new_version_holds_from_its_day_and_the_old_one_until_then(town: Town) -> None:
    writer, other = towns.clerk("440300-culture", Role.EDITOR), towns.clerk("440300-data", Role.EDITOR)
    tomorrow = timezone.localdate() + timedelta(days=1)
    old = api.bundle("retirement")
    assert old is not None
    api.draft(actor=writer, body={**api.body_of(old), "title": "退休新一件事"})
    api.ask_approval(actor=writer, code="retirement")
    api.approve(actor=other, code="retirement", effective_from=tomorrow)
    assert api.bundle("retirement") == old
    new = api.bundle("retirement", on=tomorrow)
    assert new is not None
    assert new.title == "退休新一件事"


def test_sent_back_with_a_reason_it_is_a_draft_again(town: Town) -> None:
    writer, other = towns.clerk("440300-culture", Role.EDITOR), towns.clerk("440300-data", Role.EDITOR)
    api.draft(actor=writer, body=body())
    api.ask_approval(actor=writer, code="library-and-dog")
    with pytest.raises(BundleRefused):
        api.send_back(actor=other, code="library-and-dog", reason=" ")
    back = api.send_back(actor=other, code="library-and-dog", reason="请补一句说明")
    assert (back.bundle.state, back.reason) == (BundleState.DRAFT, "请补一句说明")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"code": "Own Things"}, "code"),
        ({"code": "own"}, "code"),
        ({"title": " "}, "title"),
        ({"lead": "nobody"}, "lead"),
        ({"parts": [{"item": "library-card"}]}, "parts"),
        ({"parts": [{"item": "library-card"}, {"item": "no-such-item"}]}, "part:no-such-item"),
        ({"parts": [{"item": "library-card"}, {"item": "company-closing"}]}, "part:company-closing"),
        (
            {
                "parts": [
                    {"item": "library-card", "after": ["dog-licence"]},
                    {"item": "dog-licence", "after": ["library-card"]},
                ]
            },
            "parts",
        ),
        (
            {
                "parts": [
                    {"item": "library-card"},
                    {
                        "item": "dog-licence",
                        "when": {"id": "x", "field": "nobody_knows", "op": "eq", "value": 1},
                    },
                ]
            },
            "part:dog-licence",
        ),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    town: Town, changes: dict[str, object], place: str
) -> None:
    writer = towns.clerk("440300-culture", Role.EDITOR)
    with pytest.raises(BundleRefused) as refused:
        api.draft(actor=writer, body=body(**changes))
    assert place in refused.value.problems
    assert str(refused.value)


def test_others_may_not(town: Town) -> None:
    with pytest.raises(NotAllowed):
        api.draft(actor=town.actor, body=body())
    with pytest.raises(NotAllowed):
        api.versions(actor=towns.clerk("440300-water"))


def test_every_bundle_of_the_sample_is_sound_and_saves_something(town: Town) -> None:
    rows = api.table()
    assert len(rows) == 45
    for row in rows:
        assert row.after.days <= row.before.days
        assert row.after.trips <= row.before.trips
        assert row.after.papers <= row.before.papers
        assert row.after.steps < row.before.steps <= row.once.steps + row.items
    editor = towns.clerk("440300-data", Role.EDITOR)
    for bundle in api.bundles():
        api.draft(actor=editor, body={**api.body_of(bundle), "code": f"{bundle.code}-copy"})


def test_the_place_in_the_list_is_the_bundles_own_and_edited_like_the_rest(town: Town) -> None:
    writer, approver = towns.clerk("440300-data", Role.EDITOR), towns.clerk("440300-culture", Role.EDITOR)
    codes = [one.code for one in public.in_order(api.bundles())]
    assert codes[:3] == ["newborn", "schooling", "talent-settlement"]
    assert codes[13:] == sorted(codes[13:])
    found = api.bundle("veteran")
    assert found is not None
    with pytest.raises(BundleRefused) as refused:
        api.draft(actor=writer, body={**api.body_of(found), "place": 1000})
    assert "place" in refused.value.problems
    api.draft(actor=writer, body={**api.body_of(found), "place": 2})
    api.ask_approval(actor=writer, code="veteran")
    api.approve(actor=approver, code="veteran", effective_from=timezone.localdate())
    codes = [one.code for one in public.in_order(api.bundles())]
    assert codes[:4] == ["newborn", "schooling", "veteran", "talent-settlement"]


def test_no_hint_for_what_everybody_holds_or_is_only_changed_and_one_for_what_is_new(town: Town) -> None:
    """An identity card is asked for by nearly everything and had before; a permit has to be waited for."""

    def hinted(code: str) -> set[str]:
        found = api.bundle(code)
        assert found is not None
        return set(api.hints(bundle=found))

    assert hinted("veteran") == set()
    assert hinted("going-abroad") == set()
    assert hinted("home-transfer") == set()
    assert len(hinted("training-school")) == 2
    one = api.read({**body(), "parts": [{"item": "talent-settlement"}, {"item": "talent-review"}]})
    assert len(api.hints(bundle=one)) == 1
