"""What the history teaches: a model beside the list's wording, corrections, versions that must prove themselves."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import NotAllowed, Place
from cdos.base.organisation.contracts import Scope
from cdos.hubs.ai import api as ai
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.models import Appeal, DispatchRecord
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, OFFICE, WATER, People
from cdos.nets.governance.understanding import api, tasks
from cdos.nets.governance.understanding.contracts import Level, ModelState, UnderstandingRefused
from cdos.nets.governance.understanding.logic import automatic, examples, service
from cdos.nets.governance.understanding.models import Choice, Correction, Cursor

from .conftest import SAID, history, message

pytestmark = pytest.mark.django_db
NORTH = Scope("440391", "440391001", "440391001001")
STRANGE = "桶边堆成小山发臭，请派人看看"  # no word of the duty list


def trained(path: Path, label: dict[str, str], rows: int = 240) -> None:
    random = Random(5)
    items = [random.choice(sorted(SAID)) for _ in range(rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    ai.train(
        texts=[message(random, item) for item in items], labels=[label[item] for item in items], path=path
    )
    service.MEMORY.forget()


def filed(people: People, text: str, at: tuple[float, float] | None = IN_NORTH) -> str:
    place = Place("北社区", *at) if at else Place()
    return appeals.file_appeal(actor=people.resident, filing=AppealFiling(text=text, place=place)).number


def test_without_a_model_only_the_list_speaks(people: People) -> None:
    proposal = appeals.propose(text="小区门口的污水井盖松动", scope=NORTH)
    assert proposal.item
    assert (proposal.item.code, proposal.learned) == ("0101", None)
    assert appeals.propose(text=STRANGE, scope=NORTH).rule == "backstop"


@pytest.mark.parametrize("names", ["code", "name"])
def test_a_model_of_items_proposes_what_the_list_has_no_words_for(people: People, names: str) -> None:
    label = {item.code: getattr(item, names) for item in appeals.duty_items()}
    trained(appeals.model_path(), label)
    proposal = appeals.propose(text=STRANGE, scope=NORTH)
    assert proposal.item
    assert proposal.unit
    assert (proposal.item.code, proposal.unit.code) == ("0201", OFFICE)
    assert proposal.learned
    assert proposal.learned.level == Level.ITEM
    assert any("桶" in word for word in proposal.learned.words)
    number = filed(people, STRANGE)
    assert Appeal.objects.get(number=number).item_code == "0201"


def test_a_model_of_classes_ranks_the_items_inside_the_likely_class(people: People) -> None:
    label = {item.code: item.class_name for item in appeals.duty_items()}
    both = "楼下桶满三天没人收，旁边井盖也在响"  # words of a water item, said in the way of street cleaning
    before = appeals.propose(text=both, scope=NORTH)
    trained(appeals.model_path(), label)
    after = appeals.propose(text=both + "，垃圾", scope=NORTH)
    assert before.item
    assert before.item.code == "0101"
    assert after.learned
    assert after.learned.chances[0][0] == "市容"
    assert after.item
    assert after.item.class_name == "市容"


def test_a_replaced_file_is_read_again_and_labels_of_another_city_are_not_used(people: People) -> None:
    trained(appeals.model_path(), {item.code: item.code for item in appeals.duty_items()})
    assert appeals.propose(text=STRANGE, scope=NORTH).learned
    trained(appeals.model_path(), {"0101": "甲", "0102": "乙", "0201": "丙", "0202": "丁"})
    assert appeals.propose(text=STRANGE, scope=NORTH).learned is None


def test_what_a_clerk_names_instead_is_kept_and_agreement_is_not(people: People) -> None:
    number = filed(people, "小区门口的污水井盖松动")
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0102")
    agreed = filed(people, "小区门口的污水井盖松动")
    appeals.dispatch(actor=people.dispatcher, number=agreed)
    jobs.drain()
    [found] = Correction.objects.all()
    assert (found.proposed, found.chosen, found.how) == ("0101", "0102", "dispatch")
    assert [one.number for one in api.corrections(actor=people.dispatcher)] == [number]
    assert api.corrections(actor=people.resident) == []


def test_the_night_learns_from_what_clerks_named_and_puts_it_in_service(people: People) -> None:
    history(people, 260)
    jobs.drain()
    tasks.train_at_night()
    jobs.drain()
    [version] = api.models()
    assert (version.state, version.level, version.source) == (ModelState.SERVICE, Level.ITEM, "history")
    assert version.figures["accuracy"] > 0.9 > version.figures["list_accuracy"]
    assert version.bands
    assert version.bands[0].right > 0.9
    assert appeals.propose(text=STRANGE, scope=NORTH).learned
    tasks.train_at_night()  # nothing new: no second version
    jobs.drain()
    assert len(api.models()) == 1


def test_a_model_that_does_worse_is_refused_and_an_earlier_one_can_be_taken_back(people: People) -> None:
    assert api.train() == ""  # nothing to learn from yet
    history(people, 240)
    good = api.train()
    assert good
    random = Random(3)
    learned = [row.id for row in examples.parted(examples.gathered())[0]]
    for pk in learned:  # somebody spoils what is learned from; what judges stays as it was
        Appeal.objects.filter(pk=pk).update(item_code=random.choice(sorted(SAID)))
    bad = api.train(by_name="冯清单")
    found = {one.version: one for one in api.models()}
    assert (found[good].state, found[bad].state) == (ModelState.SERVICE, ModelState.REFUSED)
    assert found[bad].figures["macro_f1"] < found[bad].figures["before_macro_f1"]
    assert found[bad].why
    with pytest.raises(UnderstandingRefused):
        api.take_back(actor=people.editor, version=bad)
    api.withdraw(actor=people.editor)
    assert appeals.propose(text=STRANGE, scope=NORTH).learned is None
    api.take_back(actor=people.editor, version=good)
    assert appeals.propose(text=STRANGE, scope=NORTH).learned
    with pytest.raises(NotAllowed):
        api.take_back(actor=people.dispatcher, version=good)


def test_what_the_command_line_trained_has_a_line_and_can_be_taken_back(people: People) -> None:
    trained(appeals.model_path(), {item.code: item.code for item in appeals.duty_items()})
    [first] = api.models()
    assert (first.state, first.source) == (ModelState.SERVICE, "file")
    trained(appeals.model_path(), {item.code: item.class_name for item in appeals.duty_items()})
    assert [one.state for one in api.models()] == [ModelState.SERVICE, ModelState.KEPT]
    api.take_back(actor=people.editor, version=first.version)
    assert api.models()[0].version == first.version


def test_nothing_is_dispatched_without_a_person_until_the_city_says_so(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automatic, "SETTLED", timedelta(seconds=-60))
    clear = "小区门口的污水井盖松动缺失，井盖没了，污水井盖"
    early = filed(people, clear)
    api.dispatch_waiting()
    assert Appeal.objects.get(number=early).state == "received"
    with pytest.raises(NotAllowed):
        api.choose(actor=people.dispatcher, automatic_from=0.6, second_below=0.6)
    with pytest.raises(UnderstandingRefused):
        api.choose(actor=people.editor, automatic_from=0.2, second_below=0.6)
    api.choose(actor=people.editor, automatic_from=0.6, second_below=0.7, note="试行一周")
    api.dispatch_waiting()  # begins to look from now on
    sure, unsure, nowhere = filed(people, clear), filed(people, "有件事想说说"), filed(people, clear, None)
    assert api.dispatch_waiting() >= 1
    assert api.dispatch_waiting() == 0
    states = dict(Appeal.objects.values_list("number", "state"))
    assert [states[number] for number in (early, sure, unsure)] == ["received", "dispatched", "received"]
    record = DispatchRecord.objects.get(appeal__number=sure)
    assert record.automatic
    assert 0.6 <= record.confidence < 1
    assert Appeal.objects.get(number=sure).item_by == "suggestion"
    assert Choice.objects.get().by_name == people.editor.name
    assert Cursor.objects.get().matter_id
    assert nowhere


def test_files_of_old_versions_are_tidied(people: People) -> None:
    from cdos.nets.governance.understanding.logic import files

    for number in range(14):
        (files.folder() / f"{number:04d}.npz").write_bytes(b"x")
    files.tidy([f"{number:04d}" for number in range(14)])
    assert len(list(files.folder().glob("*.npz"))) == files.KEPT
    assert settings.DATA_DIR in files.folder().parents
