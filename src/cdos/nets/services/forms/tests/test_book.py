"""The book of forms: four eyes, versions with their days, and each change of the editor."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Sought
from cdos.base.organisation.contracts import Role
from cdos.nets.services.forms import api
from cdos.nets.services.forms.contracts import Form, FormRefused, FormState
from cdos.nets.services.forms.models import FormRow
from cdos.nets.services.forms.tests.conftest import editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
WU, TIAN = editor(1, "吴编辑"), editor(2, "田审核")
CLERK = editor(3, "经办", Role.HANDLER)
BODY = {"code": "dog", "title": "养犬登记", "sections": [{"title": "人", "entries": ["name", "phone"]}]}


def live(title: str = "养犬登记", on: date | None = None) -> int:
    number = api.draft(actor=WU, body={**BODY, "title": title}).form.version
    api.submit(actor=WU, code="dog", version=number, effective_from=on)
    api.approve(actor=TIAN, code="dog", version=number)
    return number


def change(what: str, **sent: str) -> Form:
    found = api.versions("dog")[0]
    return api.change(actor=WU, code="dog", version=found.form.version, what=what, sent=sent).form


def names(form: Form) -> list[list[str]]:
    return [[entry.name for entry in section.entries] for section in form.sections]


def test_only_editors_write_forms() -> None:
    with pytest.raises(FormRefused):
        api.draft(actor=CLERK, body=BODY)


def test_who_wrote_in_it_does_not_approve_it() -> None:
    api.draft(actor=TIAN, body=BODY)
    number = api.draft(actor=WU, body=BODY).form.version  # both wrote in the draft
    api.submit(actor=WU, code="dog", version=number)
    for actor in (WU, TIAN):
        with pytest.raises(FormRefused):
            api.approve(actor=actor, code="dog", version=number)
    assert api.form("dog") is None
    made = api.approve(actor=editor(9, "第三人"), code="dog", version=number)
    assert made.form.state is FormState.LIVE
    with pytest.raises(IntegrityError), transaction.atomic():  # the table itself refuses it, too
        FormRow.objects.filter(code="dog").update(approver_id=WU.account_id)


def test_a_live_version_never_changes_and_the_next_ends_it_the_day_before() -> None:
    first = live()
    with pytest.raises(FormRefused):
        api.change(actor=WU, code="dog", version=first, what="rename", sent={"title": "偷改"})
    later = timezone.localdate() + timedelta(days=10)
    second = live("养犬登记（新）", later)
    assert second == first + 1
    now, then = api.form("dog"), api.form("dog", on=later)
    assert now is not None
    assert then is not None
    assert (now.version, then.version) == (first, second)
    assert api.version("dog", first).effective_until == later - timedelta(days=1)


def test_a_version_replaced_on_its_first_day_is_over() -> None:
    live()
    second = live("再改")
    found = api.form("dog")
    assert found is not None
    assert found.version == second
    assert api.version("dog", 1).form.state is FormState.ENDED


def test_what_was_to_begin_later_and_is_overtaken_never_holds() -> None:
    later = timezone.localdate() + timedelta(days=10)
    live("以后", later)
    live("现在")
    assert [getattr(api.form("dog", on=day), "title", "") for day in (timezone.localdate(), later)] == [
        "现在",
        "现在",
    ]


def test_a_form_sent_back_is_a_draft_again_with_the_reason() -> None:
    number = api.draft(actor=WU, body=BODY).form.version
    api.submit(actor=WU, code="dog", version=number)
    with pytest.raises(FormRefused):
        api.draft(actor=WU, body=BODY)  # it waits: nobody changes it under the reader's eyes
    with pytest.raises(FormRefused):
        api.refuse(actor=TIAN, code="dog", version=number, note=" ")
    back = api.refuse(actor=TIAN, code="dog", version=number, note="标题太长")
    assert (back.form.state, back.note) == (FormState.DRAFT, "标题太长")


def test_a_form_with_a_grave_finding_is_not_handed_in() -> None:
    api.draft(actor=WU, body={**BODY, "sections": []})
    with pytest.raises(FormRefused):
        api.submit(actor=WU, code="dog", version=1)


def test_handing_in_and_approving_stand_in_the_ledger() -> None:
    live()
    ledger.seal()
    acts = [row.act for row in ledger.find(Sought(object="form:dog:1"))]
    assert acts == ["form.approved", "form.submitted"]


def test_fields_are_added_moved_and_removed() -> None:
    api.draft(actor=WU, body=BODY)
    change("add_section", title="犬")
    change("add_known", section="1", element="residence_address")
    form = change("add_own", section="1", label="犬名", widget="text")
    assert names(form) == [["name", "phone"], ["residence_address", "quan_ming"]]
    assert names(change("move", name="quan_ming", way="up")) == [
        ["name", "phone"],
        ["quan_ming", "residence_address"],
    ]
    assert names(change("move", name="quan_ming", way="up")) == [
        ["name", "phone", "quan_ming"],
        ["residence_address"],
    ]
    assert names(change("move", name="quan_ming", way="down")) == [
        ["name", "phone"],
        ["quan_ming", "residence_address"],
    ]
    assert names(change("move_section", section="1", way="up"))[0] == ["quan_ming", "residence_address"]
    assert names(change("remove", name="phone")) == [["quan_ming", "residence_address"], ["name"]]
    with pytest.raises(FormRefused):
        change("remove_section", section="1")
    with pytest.raises(FormRefused):
        change("add_known", section="0", element="name")  # asked already
    with pytest.raises(FormRefused):
        change("no_such_change")


def test_a_field_is_given_words_limits_and_options() -> None:
    api.draft(actor=WU, body=BODY)
    change("add_own", section="0", label="犬龄", widget="number")
    form = change(
        "save_field", name="quan_ling", label="犬的年龄", help="满几岁", least="0", most="30", whole="on"
    )
    entry, schema = form.entry("quan_ling"), form.schema["properties"]["quan_ling"]
    assert entry is not None
    assert (entry.label, entry.help, entry.required) == ("犬的年龄", "满几岁", False)
    assert (schema["type"], schema["minimum"], schema["maximum"]) == ("integer", 0, 30)
    change("add_own", section="0", label="毛色", widget="choice")
    form = change("save_field", name="mao_se", label="毛色", required="on", options="黄\nblack = 黑\n\n白")
    assert api.options(form, "mao_se") == [("huang", "黄"), ("black", "黑"), ("bai", "白")]
    form = change("save_field", name="mao_se", label="毛色", required="on", options="黄\n黑\n花")
    assert [code for code, _title in api.options(form, "mao_se")] == ["huang", "black", "hua"]  # codes stay
    with pytest.raises(FormRefused):
        change("save_field", name="quan_ling", label="犬龄", least="很小")


def condition(**sent: str) -> dict[str, str]:
    return {"label": "有无犬证", "required": "on", **sent}


def test_a_field_is_shown_only_when_a_condition_of_the_page_holds() -> None:
    api.draft(actor=WU, body=BODY)
    change("add_own", section="0", label="养犬", widget="yes_no")
    change("add_own", section="0", label="有无犬证", widget="yes_no")
    sent = condition(when_field_0="yang_quan", when_op_0="eq", when_value_0="是")
    form = change("save_field", name="you_wu_quan_zheng", **sent)
    assert "you_wu_quan_zheng" not in api.shown(form, {"yang_quan": False}, facts={})
    assert "you_wu_quan_zheng" in api.shown(form, {"yang_quan": True}, facts={})
    with override("zh-hans"):
        lines = api.conditions(form, "you_wu_quan_zheng")
    assert lines is not None
    assert [(one.field, one.op, one.value) for one in lines[1]] == [("yang_quan", "eq", "是")]
    two = {
        **sent,
        "when_join": "any",
        "when_field_1": "hukou",
        "when_op_1": "in",
        "when_value_1": "深圳户籍、other",
    }
    form = change("save_field", name="you_wu_quan_zheng", **two)
    assert "you_wu_quan_zheng" in api.shown(form, {"yang_quan": False}, facts={"hukou": "other"})
    form = change("save_field", name="you_wu_quan_zheng", **condition())
    assert form.entry("you_wu_quan_zheng").shown is None


def test_a_condition_on_a_later_field_keeps_the_form_from_being_handed_in() -> None:
    api.draft(actor=WU, body=BODY)
    change("add_own", section="0", label="养犬", widget="yes_no")
    sent = {"label": "手机", "when_field_0": "yang_quan", "when_op_0": "eq", "when_value_0": "yes"}
    form = change("save_field", name="phone", **sent)
    assert [one.kind for one in api.lint(form) if one.grave] == ["later_field"]


@pytest.mark.parametrize(
    ("field", "op", "value"), [("gone", "eq", "1"), ("name", "eq", ""), ("age", "lt", "老")]
)
def test_a_condition_that_means_nothing_is_refused(field: str, op: str, value: str) -> None:
    api.draft(actor=WU, body=BODY)
    with pytest.raises(FormRefused):
        change("save_field", name="phone", label="手机", when_field_0=field, when_op_0=op, when_value_0=value)


def test_a_condition_deeper_than_the_page_is_kept() -> None:
    deep: dict[str, Any] = {"not": {"id": "1", "field": "hukou", "op": "eq", "value": "sz"}}
    entries = ["name", {"name": "phone", "shown": deep}]
    api.draft(actor=WU, body={**BODY, "sections": [{"title": "人", "entries": entries}]})
    assert api.conditions(api.versions("dog")[0].form, "phone") is None
    form = change("save_field", name="phone", label="手机", keep_rule="1")
    assert form.entry("phone").shown is not None
    assert change("save_field", name="phone", label="手机").entry("phone").shown is None


def test_the_sample_is_loaded_once() -> None:
    rows = [BODY, {**BODY, "code": "cat"}]
    assert api.load(rows, effective_from=date(2020, 1, 1)) == 2
    assert api.load(rows, effective_from=date(2020, 1, 1)) == 0
    assert [one.code for one in api.forms()] == ["cat", "dog"]
