"""The weekly report: sentences with their rows, numbers that must be proved, what was issued stays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from tests.support import town as towns
from tests.support.town import EAST, WATER, WEST, Town

from cdos.base.matters.contracts import NotAllowed, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.analysis import api
from cdos.nets.governance.analysis.contracts import Evidence, ReportRefused, ReportView
from cdos.nets.governance.analysis.logic import numbers, reports
from cdos.nets.governance.analysis.models import Report
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealRow

pytestmark = pytest.mark.django_db
FILED = 12


@pytest.fixture
def town(db: None, tmp_path: Path) -> Iterator[Town]:
    settings.DATA_DIR.mkdir(exist_ok=True)
    built = towns.build(tmp_path)
    Report.objects.all().delete()
    week = api.last_week()
    scope = organisation.locate(lon=114.05, lat=22.55)
    assert scope is not None
    at = timezone.make_aware(datetime.combine(week, time(9)))
    rows = [
        AppealRow(
            text=f"第 {n} 件", filed_at=at + timedelta(hours=10 * n), place=Place("", 114.05, 22.55, scope),
            item="0101", unit=WATER, state="replied", reply="好", replied_at=at + timedelta(hours=10 * n + 5),
            handling_on_time=n % 4 != 0,
        )
        for n in range(FILED)
    ]  # fmt: skip
    earlier = [
        AppealRow(text="早", filed_at=at - timedelta(days=3), place=Place("", 114.05, 22.55, scope))
    ] * 3
    appeals.load_appeals(rows=[*rows, *earlier])
    yield built
    organisation.forget()


def who(town: Town, name: str) -> Actor:
    return organisation.actor_of_account(town.accounts[name])


@pytest.fixture
def drafted(town: Town) -> ReportView:
    supervisor = who(town, "supervisor")
    made = api.draft(actor=supervisor, area="", first=api.last_week())
    return api.report(actor=supervisor, number=made.id)


def test_every_sentence_has_the_rows_that_prove_its_numbers(drafted: ReportView) -> None:
    said = [one for section in drafted.sections for one in section.sentences]
    assert len(said) >= 4
    for one in said:
        assert one.evidence is not None
        assert one.evidence.rows
        rows_alone = numbers.unproved(one.text, "", one.evidence)
        shares = [number for number in rows_alone if "." in number]  # percentages follow from the rows
        dates = {str(part) for part in drafted.report.first.timetuple()[:3]} | {
            str(part) for part in drafted.report.last.timetuple()[:3]
        }
        assert [n for n in rows_alone if n not in shares and n.lstrip("0") not in dates] == []


def test_what_it_says_of_the_week_is_what_was_filed(drafted: ReportView) -> None:
    first = drafted.sections[0].sentences[0]
    assert f"{FILED} 件" in first.text
    assert "300.0 %" in first.text
    assert first.evidence is not None
    assert first.evidence.rows[-1][1:] == (FILED, 3)


def test_the_same_week_is_drafted_once(town: Town, drafted: ReportView) -> None:
    again = api.draft(actor=who(town, "supervisor"), area="", first=api.last_week())
    assert again.id == drafted.report.id
    assert reports.draft("", api.last_week()) is None


def test_a_number_that_no_row_proves_keeps_it_from_being_issued(town: Town, drafted: ReportView) -> None:
    supervisor, number = who(town, "supervisor"), drafted.report.id
    first = drafted.sections[0].sentences[0]
    api.change(actor=supervisor, number=number, sentence=first.id, text="共受理 77 件", left_out=False)
    assert api.sentence(actor=supervisor, number=number, sentence=first.id).unproved == ("77",)
    with pytest.raises(ReportRefused, match="77"):
        api.issue(actor=supervisor, number=number)
    api.change(actor=supervisor, number=number, sentence=first.id, text="共受理 12 件", left_out=False)
    api.remark(actor=supervisor, number=number, text="建议 3 日内会商。")
    api.issue(actor=supervisor, number=number)
    with pytest.raises(ReportRefused):
        api.change(actor=supervisor, number=number, sentence=first.id, text="x", left_out=False)
    view = api.report(actor=who(town, "clerk"), number=number)
    assert view.sections[0].sentences[0].text == "共受理 12 件"
    assert not view.may_edit


def test_what_is_left_out_is_not_in_the_issued_report(town: Town, drafted: ReportView) -> None:
    supervisor, number = who(town, "supervisor"), drafted.report.id
    first = drafted.sections[0].sentences[0]
    api.change(actor=supervisor, number=number, sentence=first.id, text=first.text, left_out=True)
    api.issue(actor=supervisor, number=number)
    shown = api.report(actor=supervisor, number=number)
    assert first.id not in {one.id for section in shown.sections for one in section.sentences}


def test_drafts_are_for_supervision_of_the_area_and_issued_ones_for_all_with_figures(
    town: Town, drafted: ReportView
) -> None:
    for name in ("clerk", "dispatcher", "stranger"):
        with pytest.raises(LookupError):
            api.report(actor=who(town, name), number=drafted.report.id)
        with pytest.raises(NotAllowed):
            api.draft(actor=who(town, name), area=WEST, first=api.last_week())
    with pytest.raises(NotAllowed):
        api.find(actor=who(town, "resident"))
    east = api.draft(actor=who(town, "supervisor"), area=EAST, first=api.last_week())
    assert " 0 件" in api.report(actor=who(town, "supervisor"), number=east.id).sections[0].sentences[0].text


def test_a_week_that_is_not_over_is_refused(town: Town) -> None:
    with pytest.raises(ReportRefused):
        api.draft(actor=who(town, "supervisor"), area="", first=date.today())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("共 12 件", ()),
        ("共 1,234 件", ()),
        ("占 33.3 %", ()),
        ("共 13 件", ("13",)),
        ("占 33.4 %", ("33.4",)),
    ],
)
def test_which_numbers_are_proved(text: str, wrong: tuple[str, ...]) -> None:
    evidence = Evidence("", "", ("", ""), (("甲", 12), ("乙", 1234), ("丙", 33.333)))
    assert numbers.unproved(text, "", evidence) == wrong


def test_the_page_shows_the_rows_of_a_sentence(town: Town, drafted: ReportView) -> None:
    browser, number = town.browser("supervisor"), drafted.report.id
    sentence = drafted.sections[0].sentences[0]
    whole = browser.get(f"/staff/topics/reports/{number}/").content.decode()
    assert "<svg" in whole
    rows = browser.get(f"/staff/topics/reports/{number}/{sentence.id}/", headers={"HX-Request": "true"})
    assert "<h1" not in rows.content.decode()
    assert f'<td class="number">{FILED}</td>' in rows.content.decode()
