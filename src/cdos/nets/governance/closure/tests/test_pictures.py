"""Photos before and after: compared while they are received; the verdict stays, the position does not."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image, ImageDraw

from cdos.base.files import api as files
from cdos.base.jobs import api as jobs
from cdos.base.matters.contracts import Place
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.governance.appeals.tests.conftest import IN_NORTH, WATER, People
from cdos.nets.governance.closure import api
from cdos.nets.governance.closure.models import PhotoMark

from .conftest import HONEST, MESSAGE, file_to_water

pytestmark = pytest.mark.django_db
SPOTS = ((60, 40, 200, 160), (300, 200, 560, 420), (80, 260, 240, 440))


def photo(
    seed: int, *, at: tuple[float, float] | None = None, taken: str = "", size: tuple[int, int] = (640, 480)
) -> BytesIO:
    picture = Image.new("RGB", (640, 480), (120 + 7 * seed, 150, 90))
    draw = ImageDraw.Draw(picture)
    for place, (left, top, right, bottom) in enumerate(SPOTS):
        shift = (seed * 37 * (place + 1)) % 120
        draw.rectangle(
            (left + shift, top, right + shift, bottom),
            fill=(20 + 60 * place, 30 * seed % 255, 220 - 70 * place),
        )
    exif = Image.Exif()
    if at:
        lon, lat = at
        exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)}
    if taken:
        exif[ExifTags.IFD.Exif] = {0x9003: taken}
    out = BytesIO()
    picture.resize(size).save(out, "JPEG", exif=exif, quality=85)
    out.seek(0)
    return out


def store(stream: BytesIO, about: str = "") -> str:
    return files.store(stream=stream, name="photo.jpg", uploaded_by=9005, about=about).token


def answer(people: People, number: str, token: str) -> None:
    data = {"reply": HONEST, "outcome": "solved", "evidence": "现场复查，井口不再冒水。"}
    appeals.act(actor=people.water, number=number, move="reply", data=data, files=[token])
    jobs.drain()


def signs(people: People, number: str) -> list[str]:
    return [one.code for one in api.answers_of(actor=people.supervisor, number=number)[0].signs]


def test_a_picture_from_elsewhere_speaks_against_the_answer(people: People, number: str) -> None:
    answer(people, number, store(photo(1, at=(114.09, 22.51)), about=number))
    assert signs(people, number) == ["photo_elsewhere"]


def test_a_picture_from_the_place_does_not(people: People, number: str) -> None:
    answer(people, number, store(photo(1, at=(IN_NORTH[0] + 0.0003, IN_NORTH[1])), about=number))
    assert signs(people, number) == []


def test_a_picture_without_a_position_says_nothing(people: People, number: str) -> None:
    answer(people, number, store(photo(1), about=number))
    assert signs(people, number) == []


def test_the_position_is_neither_in_the_file_nor_in_the_mark(people: People, number: str) -> None:
    token = store(photo(1, at=(114.0912, 22.5134)), about=number)
    with files.open_file(token) as stream, Image.open(stream) as kept:
        assert not kept.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    kept_values = str(PhotoMark.objects.values().get(token=token))
    assert "114.09" not in kept_values
    assert "22.51" not in kept_values


def test_a_picture_older_than_the_appeal_is_told(people: People, number: str) -> None:
    answer(people, number, store(photo(1, taken="2020:05:01 10:00:00"), about=number))
    assert signs(people, number) == ["photo_old"]


def test_the_picture_of_the_problem_is_no_picture_of_the_result(people: People) -> None:
    before = store(photo(3))
    filing = AppealFiling(text=MESSAGE, place=Place("甲路1号", *IN_NORTH), files=(before,))
    number = appeals.file_appeal(actor=people.resident, filing=filing).number
    appeals.dispatch(actor=people.dispatcher, number=number, unit=WATER, item="0101")
    answer(people, number, store(photo(3, size=(480, 360)), about=number))  # saved anew, smaller
    assert signs(people, number) == ["photo_same"]


def test_a_picture_used_for_another_appeal_is_told_with_its_number(people: People, number: str) -> None:
    answer(people, number, store(photo(5), about=number))
    other = file_to_water(people)
    answer(people, other, store(photo(5), about=other))
    found = api.answers_of(actor=people.supervisor, number=other)[0]
    assert [(one.code, one.said) for one in found.signs] == [("photo_reused", number)]


def test_another_picture_is_not_taken_for_the_same(people: People, number: str) -> None:
    answer(people, number, store(photo(5), about=number))
    other = file_to_water(people)
    answer(people, other, store(photo(2), about=other))
    assert signs(people, other) == []
