"""A look at files before they are sent: what would come back in three days is said at once."""

from datetime import date
from io import BytesIO

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageDraw, ImageFilter

from cdos.base.files import api as files
from cdos.nets.services.forms import api
from cdos.nets.services.forms.contracts import FormRefused
from cdos.nets.services.forms.logic import attachments, printed

pytestmark = pytest.mark.django_db
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
)


def paper(size: tuple[int, int] = (1200, 900), ground: int = 235, ink: int = 30) -> Image.Image:
    """A photographed certificate: paper with print and some grain."""
    grain = np.random.default_rng(7).normal(ground, 4, size=(size[1], size[0])).clip(0, 255).astype("uint8")
    picture = Image.fromarray(grain).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for row in range(60, size[1] - 60, 40):
        for column in range(60, size[0] - 60, 26):
            draw.rectangle((column, row, column + 14, row + 20), outline=(ink, ink, ink), width=3)
    return picture


def stored(picture: Image.Image, name: str = "证件.jpg") -> str:
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=90)
    stream.seek(0)
    return files.store(stream=stream, name=name, uploaded_by=1).token


def kinds(token: str, material: str = "", **more: tuple[str, ...]) -> list[tuple[str, bool]]:
    return [(one.kind, one.grave) for one in api.precheck_files([token], material=material, **more)]


def test_a_clear_photo_passes() -> None:
    assert kinds(stored(paper())) == []


@pytest.mark.parametrize(
    ("picture", "kind", "grave"),
    [
        (paper(ground=20, ink=5), "dark", True),
        (Image.new("RGB", (1200, 900), (250, 250, 250)), "blank", True),
        (paper((300, 220)), "size", True),
        (paper().filter(ImageFilter.GaussianBlur(14)), "blurred", False),
    ],
)
def test_what_cannot_be_read_is_named(picture: Image.Image, kind: str, grave: bool) -> None:
    assert kinds(stored(picture)) == [(kind, grave)]


def test_a_photo_taken_in_dim_light_and_readable_passes() -> None:
    assert kinds(stored(paper(ground=110, ink=20))) == []


def test_another_kind_of_file_than_asked_for_is_said() -> None:
    assert kinds(stored(paper()), accept=("application/pdf",)) == [("type", True)]


def test_a_pdf_passes_and_a_locked_one_does_not() -> None:
    token = files.store(stream=BytesIO(PDF), name="a.pdf", uploaded_by=1).token
    assert kinds(token) == []
    locked = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 9 0 R")
    token = files.store(stream=BytesIO(locked), name="b.pdf", uploaded_by=1).token
    assert kinds(token) == [("locked", True)]


def test_a_file_that_is_gone_is_said() -> None:
    assert kinds("no-such-token") == [("gone", True)]


def test_where_text_can_be_read_another_document_and_one_out_of_date_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = {"text": "中华人民共和国 机动车驾驶证"}
    monkeypatch.setattr(printed, "words_on", lambda _stored: said["text"])
    assert kinds(stored(paper()), "id-card") == [("wrong_kind", True)]
    assert kinds(stored(paper()), "driving-licence") == []
    said["text"] = "居民身份证 公民身份号码 有效期限 2006.03.01-2016.03.01"
    assert kinds(stored(paper()), "id-card") == [("expired", True)]
    said["text"] = "居民身份证 有效期限 2006.03.01-长期"
    assert kinds(stored(paper()), "id-card") == []


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("有效期限2016.03.01-2036.03.01", date(2036, 3, 1)),
        ("有效期至2027年5月6日", date(2027, 5, 6)),
        ("签发日期2016.03.01", None),
        ("有效期限2016.03.01-长期", None),
        ("有效期至2027年13月6日", None),
    ],
)
def test_the_last_day_is_found(text: str, until: date | None) -> None:
    assert attachments.valid_until(text) == until


def test_without_javascript_the_files_come_with_the_form() -> None:
    stream = BytesIO()
    paper().save(stream, "JPEG")
    form = api.parse(
        {
            "code": "t",
            "title": "试",
            "sections": [{"title": "甲", "entries": [{"name": "photo", "label": "照片", "widget": "file"}]}],
        }
    )
    sent = MultiValueDict({"photo__files": [SimpleUploadedFile("a.jpg", stream.getvalue(), "image/jpeg")]})
    answers = api.read(form, {"photo": ["earlier"]}, sent)
    assert answers["photo"][0] == "earlier"
    assert files.by_tokens(answers["photo"][1:])[0].name == "a.jpg"
    assert [one.field for one in api.check(form, answers, facts={}).problems] == [
        "photo"
    ]  # `earlier` is gone
    assert not api.check(form, {"photo": answers["photo"][1:]}, facts={}).problems
    html = api.render(form, answers)
    assert f'value="{answers["photo"][1]}"' in html
    bad = MultiValueDict({"photo__files": [SimpleUploadedFile("a.exe", b"MZ" + bytes(99))]})
    with pytest.raises(FormRefused, match="a.exe"):
        api.read(form, {}, bad)
