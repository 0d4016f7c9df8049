"""An editor writes a rule without seeing JSON; a second one approves it; anybody of the staff reads what it says."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.signing_in import signed_in

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import NewAccount
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AppointmentRow, PostRow, Role
from cdos.base.rules import api
from cdos.base.rules.contracts import All, AnyOf, Clause, Leaf, Not, Op, Ref, RuleRow
from cdos.base.rules.logic import trying
from cdos.base.rules.pages import editing
from cdos.base.rules.tests import randomly
from cdos.base.rules.tests.conftest import HR, Staff
from cdos.base.rules.tests.test_book import days_pass

pytestmark = pytest.mark.django_db
CODE = "talent-settlement"
AGE = Leaf("age", "age", Op.BETWEEN, (18, 45), Clause("人才引进办法", "深府规〔2020〕1号", "第三条"))
EDU = Leaf("edu", "education", Op.IN, ("bachelor", "master"))


@pytest.fixture
def desk(staff: Staff) -> dict[str, Client]:
    posts = {"first": Role.EDITOR, "second": Role.EDITOR, "clerk": Role.HANDLER}
    identity.load_accounts([NewAccount(login=f"r-{name}", name=name, is_staff=True) for name in posts])
    numbers = organisation.load_posts([PostRow(HR, role, title=name) for name, role in posts.items()])
    browsers = {}
    for name, post in zip(posts, numbers, strict=True):
        account = identity.account_by_login(f"r-{name}")
        assert account is not None
        organisation.load_appointments([AppointmentRow(account.id, post, date(2020, 1, 1))])
        browsers[name] = signed_in(account.id)
        browsers[name].cookies["django_language"] = "zh-hans"
    return browsers


def inputs(page: str) -> dict[str, list[str]]:
    """Every input of the editor's form as a browser would send it."""
    form = page[page.index('id="rule-form"') : page.index("</form>", page.index('id="rule-form"'))]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def change(page: str, typed: Mapping[str, object]) -> dict[str, object]:
    return {**inputs(page), **typed}


def send(browser: Client, page: str, do: str, typed: Mapping[str, object] | None = None) -> str:
    sent = {**change(page, typed or {}), "do": do}
    return browser.post(f"/staff/rules/{CODE}/edit", sent, follow=True).content.decode()


def test_what_another_editor_saved_meanwhile_is_not_overwritten_unseen(desk: dict[str, Client]) -> None:
    desk["first"].post("/staff/rules/new", {"code": CODE, "title": "人才引进"})
    mine, theirs = (
        browser.get(f"/staff/rules/{CODE}/edit").content.decode()
        for browser in (desk["first"], desk["second"])
    )
    send(desk["second"], theirs, "save", {"title": "人才引进（新）"})
    page = send(desk["first"], mine, "save", {"title": "人才落户"})
    assert "second 在您编写期间保存了" in page
    assert "人才落户" in page  # nothing typed is lost
    assert api.versions(CODE)[0].title == "人才引进（新）"
    assert "second" not in send(desk["first"], page, "save")  # now knowing of it
    assert [one.title for one in api.versions(CODE)] == ["人才落户"]


def test_an_editor_writes_a_rule_with_a_group_and_a_clause_and_a_second_one_approves_it(
    desk: dict[str, Client],
) -> None:
    first, second = desk["first"], desk["second"]
    page = first.post("/staff/rules/new", {"title": "人才引进", "code": CODE}, follow=True).content.decode()
    page = send(first, page, "leaf:r")
    page = send(first, page, "show", {"field.r-0": "age"})
    page = send(first, page, "show", {"op.r-0": "between"})
    page = send(
        first,
        page,
        "group:r",
        {"low.r-0": "18", "high.r-0": "45", "law.r-0": "人才引进办法", "article.r-0": "第三条"},
    )
    assert "年龄在 18 至 45 周岁之间（含两端）（《人才引进办法》第三条）" in page  # said while it is written
    page = send(first, page, "show", {"field.r-1-0": "education"})
    page = send(first, page, "leaf:r-1", {"op.r-1-0": "in", "many.r-1-0": ["bachelor", "master"]})
    page = send(first, page, "show", {"field.r-1-1": "income_month_fen"})
    page = send(first, page, "save", {"op.r-1-1": "le", "low.r-1-1": "30,000"})
    made = api.versions(CODE)[0]
    assert api.in_words(made.node).split("\n") == [
        "以下条件全部满足：",
        "1. 年龄在 18 至 45 周岁之间（含两端）（《人才引进办法》第三条）",
        "2. 以下条件满足任意一项：",
        "  2.1. 学历为本科、硕士之一".replace("学历", api.title("education")),
        "  2.2. 月收入不超过 30,000 元",
    ]
    first.post(f"/staff/rules/{CODE}/1/submit")
    assert "须由第二人复核" in first.post(f"/staff/rules/{CODE}/1/approve", follow=True).content.decode()
    assert api.live(CODE) is None
    assert "复核意见" in second.get(f"/staff/rules/{CODE}/1").content.decode()
    second.post(f"/staff/rules/{CODE}/1/approve")
    live = api.live(CODE)
    assert live is not None
    assert (live.version, live.effective_from) == (1, timezone.localdate())


def test_a_condition_is_removed_and_moved(desk: dict[str, Client]) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE, EDU)), date(2020, 1, 1), HR)])
    page = desk["first"].get(f"/staff/rules/{CODE}/edit").content.decode()
    page = send(desk["first"], page, "down:r-0")
    page = send(desk["first"], page, "remove:r-0")
    send(desk["first"], page, "save")
    assert api.versions(CODE)[0].node == All((AGE,))


def test_what_is_half_typed_stays_and_is_marked(desk: dict[str, Client]) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE, EDU)), date(2020, 1, 1), HR)])
    page = desk["first"].get(f"/staff/rules/{CODE}/edit").content.decode()
    page = send(desk["first"], page, "save", {"low.r-0": "很年轻"})
    assert 'value="很年轻"' in page
    assert "请填写数字" in page
    assert len(api.versions(CODE)) == 1


def test_a_sum_that_is_no_number_is_said_and_nothing_is_saved(desk: dict[str, Client]) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE, EDU)), date(2020, 1, 1), HR)])
    page = desk["first"].get(f"/staff/rules/{CODE}/edit").content.decode()
    for sum_ in ("1e999", "nan", "many"):
        assert "金额" in send(desk["first"], page, "save", {"amount": sum_})
        assert len(api.versions(CODE)) == 1


def test_every_rule_survives_the_form() -> None:
    """What is read into the form and out again is the same rule, whatever was not touched."""
    api.register_fields([randomly.WANTED])
    for node in [
        *randomly.rules(80, seed=21),
        Leaf("a", "pension_months", Op.GE, Ref("social_security_months")),
    ]:
        root = editing.of_node(node)
        again = editing.to_node(root)
        crowd = api.Population.of(randomly.people(200), randomly.COLUMNS)
        before, after = (api.select(one, crowd, on=randomly.ON) for one in (node, again))
        assert [one.tobytes() for one in before] == [one.tobytes() for one in after]


def test_a_trial_says_each_condition_and_asks_for_what_is_missing(desk: dict[str, Client]) -> None:
    api.load(
        [
            RuleRow(
                CODE,
                "人才引进",
                All((AGE, AnyOf((EDU,)), Not(Leaf("bad", "illegal_record", Op.EQ, True)))),
                date(2020, 1, 1),
                HR,
            )
        ]
    )
    url = f"/staff/rules/{CODE}/1/try"
    said = (
        desk["first"]
        .post(url, {"way": "facts", "fact.age": "50"}, headers={"HX-Request": "true"})
        .content.decode()
    )
    assert "不符合" in said
    said = (
        desk["first"]
        .post(url, {"way": "facts", "fact.age": "30", "fact.education": "master"})
        .content.decode()
    )
    assert "暂不能决定" in said
    assert desk["clerk"].post(url, {"way": "facts"}).status_code == 403


def test_a_draft_is_counted_against_the_rule_in_force(
    desk: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE,)), date(2020, 1, 1), HR)])
    page = desk["first"].get(f"/staff/rules/{CODE}/edit").content.decode()
    send(desk["first"], page, "save", {"high.r-0": "50"})
    ages = [{"age": age} for age in (17, 20, 46, 47, 50, 51)] + [{"age": None}]
    crowd = api.Crowd("town", "全城", "", lambda fields: api.Population.of(ages, fields))
    monkeypatch.setitem(trying._crowds, "town", crowd)
    said = (
        desk["first"].post(f"/staff/rules/{CODE}/2/try", {"way": "crowd", "crowd": "town"}).content.decode()
    )
    assert "将多出 3 人符合" in said


def test_the_page_of_a_version_says_what_differs(desk: dict[str, Client]) -> None:
    api.load([RuleRow(CODE, "人才引进", All((AGE,)), date(2020, 1, 1), HR)])
    page = desk["first"].get(f"/staff/rules/{CODE}/edit").content.decode()
    send(desk["first"], page, "save", {"high.r-0": "50"})
    page = desk["clerk"].get(f"/staff/rules/{CODE}/2").content.decode()
    gone, added = page.index('class="gone'), page.index('class="added')
    assert "18 至 45" in page[gone:added]
    assert "18 至 50" in page[added:]
    assert "SELECT" in page
    assert "提交复核" not in page  # the clerk only reads


def test_who_approves_reads_from_which_day_it_will_be_in_force(desk: dict[str, Client]) -> None:
    account = identity.account_by_login("r-first")
    assert account is not None
    first = organisation.actor_of_account(account.id)
    made = api.draft(actor=first, code=CODE, title="人才引进", node=All((AGE,)), unit=HR)
    api.submit(actor=first, code=CODE, version=made.version)
    days_pass(made.version, 3)
    page = desk["second"].get(f"/staff/rules/{CODE}/{made.version}").content.decode()
    decide = page[page.index('id="decide"') :]
    assert timezone.localdate().isoformat() in decide[: decide.index("</form>")]
