"""The words in clips and photos: read when a clerk asks, kept with the appeal, gone with it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from cdos.base.files import api as files
from cdos.base.identity.contracts import Self
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import Erasing, NotAllowed, Place
from cdos.hubs.ai.adapters.paddle import PaddleReader
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, People
from cdos.nets.governance.understanding import api
from cdos.nets.governance.understanding.logic import filereading
from cdos.nets.governance.understanding.models import FileText

pytestmark = pytest.mark.django_db
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def photo(name: str) -> str:
    out = BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(out, "JPEG")
    out.seek(0)
    return files.store(stream=out, name=name, uploaded_by=9001).token


def filed(people: People, *tokens: str) -> str:
    filing = AppealFiling(text="请看照片", place=Place("北社区", *IN_NORTH), files=tokens)
    return appeals.file_appeal(actor=people.resident, filing=filing).number


def test_words_of_a_photo_count_like_the_persons_own(people: People, settings: Any) -> None:
    settings.FILE_READERS = "demo"
    number = filed(people, photo("现场#楼下电线裸露.jpg"), photo("空的.jpg"))
    before = api.understood(actor=people.dispatcher, number=number)
    assert (before.files.waiting, before.signals.urgent) == (2, False)
    with pytest.raises((NotAllowed, LookupError)):
        api.read_files(actor=people.neighbour, number=number)
    api.read_files(actor=people.dispatcher, number=number)
    jobs.drain()
    after = api.understood(actor=people.dispatcher, number=number)
    assert [one.text for one in after.files.read] == ["楼下电线裸露", ""]
    assert after.files.waiting == 0
    assert after.signals.urgent
    api.read_files(actor=people.dispatcher, number=number)
    jobs.drain()
    assert FileText.objects.count() == 2


def test_what_is_not_installed_is_said_in_plain_words(people: People, settings: Any) -> None:
    if not PaddleReader().missing():
        pytest.skip("the extra that reads photos is installed")
    settings.FILE_READERS = "auto"
    number = filed(people, photo("现场.jpg"))
    found = api.understood(actor=people.dispatcher, number=number).files
    assert found.waiting == 0
    assert len(found.missing) == 1
    settings.FILE_READERS = "none"
    assert api.understood(actor=people.dispatcher, number=number).files.missing == ()


def test_what_was_read_is_masked_or_gone_at_the_end_of_retention_and_the_persons_to_see(
    people: People, settings: Any
) -> None:
    settings.FILE_READERS = "demo"
    number = filed(people, photo("名片#电话13912345678.jpg"))
    api.read_files(actor=people.dispatcher, number=number)
    jobs.drain()
    asked = Self(account_id=9001, party_id=people.resident.party_id)
    assert [one["number"] for one in filereading.own(asked)] == [number]
    [row] = FileText.objects.all()
    filereading.erase([row.matter_id], Erasing.ANONYMISE)
    assert "13912345678" not in FileText.objects.get().text
    filereading.erase([row.matter_id], Erasing.DELETE)
    assert not FileText.objects.exists()
    assert timezone.now()


def test_print_in_a_photo_is_read(tmp_path: Path) -> None:
    reader = PaddleReader()
    if reader.missing() or not FONT.exists():
        pytest.skip("the extra “reading” or a Chinese font is not installed")
    picture = Image.new("RGB", (640, 160), "white")
    ImageDraw.Draw(picture).text(
        (20, 40), "燃气管道破损请勿靠近", fill="black", font=ImageFont.truetype(FONT, 56)
    )
    path = tmp_path / "sign.png"
    picture.save(path)
    assert "燃气管道破损" in reader.read(path)
