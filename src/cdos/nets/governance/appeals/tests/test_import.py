"""Imports of CSV files as they come: encodings, broken lines, repeats; every row is accounted for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.contracts import ImportReport
from cdos.nets.governance.appeals.logic import csvfile
from cdos.nets.governance.appeals.models import Appeal

HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数\r\n"
ROWS = (
    HEAD
    + '188006,U1,道路积水,2019/2/28 11:25:05,"\r\n\t\t\t\r\n\t桥下积水很深，请处理\r\n\t\t",0,5\r\n'
    + "188007,U2,停水三天,2019/2/14,小区停水三天了,1,0\r\n"
)
REAL = Path(__file__).parents[7] / "shared" / "data" / "appeals"


def run(path: Path, content: bytes, **values: object) -> ImportReport:
    path.write_bytes(content)
    return api.import_appeals(path=path, **values)  # type: ignore[arg-type]


def accounted(report: ImportReport) -> bool:
    return report.rows == report.imported + report.already_there + report.refused


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_every_usual_encoding_reads_the_same(city: None, tmp_path: Path, encoding: str, label: str) -> None:
    report = run(tmp_path / "a.csv", ROWS.encode(encoding))
    assert (report.encoding, report.rows, report.imported, report.refused) == (label, 2, 2, 0)
    row = Appeal.objects.get(title="道路积水")
    assert row.text == "桥下积水很深，请处理"
    assert (row.votes_for, row.votes_against, row.history) == (5, 0, True)
    assert row.filed_at.isoformat() == "2019-02-28T03:25:05+00:00"


def test_the_same_file_again_changes_nothing(city: None, tmp_path: Path) -> None:
    run(tmp_path / "a.csv", ROWS.encode())
    again = run(tmp_path / "b.csv", ROWS.encode("gb18030"))
    assert (again.imported, again.already_there, again.refused) == (0, 2, 0)
    assert Appeal.objects.count() == 2


def test_without_an_id_equal_texts_are_two_people_and_the_file_is_known(city: None, tmp_path: Path) -> None:
    content = "detail\n路灯不亮\n路灯不亮\n".encode()
    first, again = run(tmp_path / "a.csv", content), run(tmp_path / "renamed.csv", content)
    assert (first.imported, again.imported, again.already_there) == (2, 0, 2)


def test_history_starts_no_clock_and_is_found_by_any_two_characters(city: None, tmp_path: Path) -> None:
    run(tmp_path / "a.csv", ROWS.encode())
    number = Appeal.objects.get(title="道路积水").number
    assert matters.clocks(actor=SYSTEM, number=number) == []
    for words in ("积水", "道路", "很深", "水很"):
        found = matters.find(actor=SYSTEM, question=Question(words=words))
        assert [row.number for row in found.rows] == [number], words


def test_broken_lines_are_reported_by_line_and_lose_no_good_one(city: None, tmp_path: Path) -> None:
    lines = [
        "id,title,detail,filed_at",
        "1,好的一行,正文一,2020-01-01",
        '2,引号不闭合,"正文二,2020-01-01',
        "3,好的二行,正文三,2020-01-01",
        "4,缺列",
        "5,多列,正文,2020-01-01,x,y",
        "6,空字符,正\x00文,2020-01-01",
        "7,坏日期,正文,2020-13-45",
        "8,,,2020-01-01",
        '9,好的三行,"多行\n正文",2020-01-01',
        '10,引号乱,"a"b,2020-01-01',
        "11,没有年,正文,昨天",
        "12,好的四行,正文十二,2020年1月2日 8时30分",
    ]
    report = run(tmp_path / "a.csv", "\n".join(lines).encode())
    assert accounted(report)
    assert {error.line for error in report.errors} == {3, 5, 6, 7, 8, 9, 12, 13}
    assert set(Appeal.objects.values_list("title", flat=True)) == {
        "好的一行",
        "好的二行",
        "好的三行",
        "好的四行",
    }


def test_bytes_that_fit_no_encoding_spoil_their_own_line_only(city: None, tmp_path: Path) -> None:
    content = "detail\n正常的一行\n".encode() + b"\xe6\x96\xff\xfe broken\n" + "又一行\n".encode()
    report = run(tmp_path / "a.csv", content)
    assert report.encoding == "UTF-8"
    assert [error.line for error in report.errors] == [3]
    assert report.imported == 2


def test_a_field_of_any_length_is_refused_and_reading_goes_on(city: None, tmp_path: Path) -> None:
    long = "长" * 60_000
    endless = "x" * 1_000_000
    content = f'detail\n"{long}"\n{endless}\n"never closed\n好的\n'.encode()
    report = run(tmp_path / "a.csv", content)
    assert [error.line for error in report.errors] == [2, 3, 4]
    assert report.imported == 1


def test_a_text_of_fifty_thousand_characters_is_kept_whole(city: None, tmp_path: Path) -> None:
    text = "井" * 49_999 + "盖"
    run(tmp_path / "a.csv", f"detail\n{text}\n".encode())
    assert Appeal.objects.get().text == text


def test_other_headers_are_mapped_and_wrong_maps_are_refused(city: None, tmp_path: Path) -> None:
    content = "what,when\n路灯坏了,2021-05-06T07:08:09Z\n".encode()
    report = run(tmp_path / "a.csv", content, mapping={"detail": "what", "filed_at": "when"})
    assert report.imported == 1
    for mapping in ({"detail": "nothing"}, {"nonsense": "what"}, {}):
        with pytest.raises(api.ImportRefused):
            run(tmp_path / "b.csv", content, mapping=mapping)


def test_labelled_sets_keep_their_label_as_the_category(city: None, tmp_path: Path) -> None:
    run(tmp_path / "a.csv", "title,detail,tokens,label\n题,文,,交通运输\n".encode())
    assert Appeal.objects.get().category == "交通运输"


def test_a_place_counts_and_a_broken_one_is_refused(city: None, tmp_path: Path) -> None:
    content = (
        "detail,lon,lat\n在城里,114.05,22.58\n在外地,121.4,31.2\n半个,114.05,\n乱的,abc,22\n没有,,\n".encode()
    )
    report = run(tmp_path / "a.csv", content)
    assert [error.line for error in report.errors] == [4, 5]
    assert Appeal.objects.get(text="在城里").community == "440391001001"
    assert Appeal.objects.get(text="在外地").outside


def test_an_id_with_another_text_is_refused_and_the_first_is_kept(city: None, tmp_path: Path) -> None:
    report = run(tmp_path / "a.csv", "id,detail\n1,甲\n1,甲\n1,乙\n".encode())
    assert (report.imported, report.already_there, report.refused) == (1, 1, 1)
    later = run(tmp_path / "b.csv", "id,detail\n1,丙\n".encode())
    assert (later.imported, later.refused) == (0, 1)
    assert Appeal.objects.get().text == "甲"


def test_ids_of_another_source_are_other_people(city: None, tmp_path: Path) -> None:
    run(tmp_path / "a.csv", "id,detail\n1,甲\n".encode())
    other = run(tmp_path / "b.csv", "id,detail\n1,丙\n".encode(), source="另一条热线")
    assert (other.imported, other.refused) == (1, 0)


def test_a_dry_run_stores_nothing(city: None, tmp_path: Path) -> None:
    report = run(tmp_path / "a.csv", ROWS.encode(), dry_run=True)
    assert report.imported == 2
    assert Appeal.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x00\x01\x02", b"\xff\xd8\xff\xe0 not a table", b'"'])
def test_what_is_no_table_is_refused_in_words(city: None, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(api.ImportRefused):
        run(tmp_path / "a.csv", content)


def test_tabs_and_semicolons_part_columns_too(city: None, tmp_path: Path) -> None:
    assert run(tmp_path / "a.csv", "id\tdetail\n1\t一，二\n".encode("utf-16")).imported == 1
    assert run(tmp_path / "b.csv", "id;detail\n2;三\n".encode()).imported == 1


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from('a"\n\r,\x00井;\t '), max_size=60))
def test_no_text_whatever_stops_the_reader(tmp_path: Path, body: str) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(("id,detail\n" + body).encode())
    found = list(csvfile.records(path, csvfile.inspect(path)))
    assert found[0].cells == ("id", "detail")
    assert all(len(record.cells) == 2 or record.error for record in found)
    assert [record.line for record in found] == sorted(record.line for record in found)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=8))
def test_what_python_writes_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    import csv
    import io

    rows = [
        tuple(cell.encode("utf-8", "ignore").decode().replace("\x00", "") for cell in row) for row in rows
    ]  # type: ignore[misc]
    rows = [row for row in rows if "".join(row).strip()]
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("id", "detail"), *rows])
    path = tmp_path / "any.csv"
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    found = list(csvfile.records(path, csvfile.inspect(path)))[1:]
    assert [record.cells for record in found] == rows


@pytest.mark.slow
@pytest.mark.skipif(not REAL.is_dir(), reason="the real messages are not on this machine")
def test_all_real_messages_are_accounted_for_and_found_by_two_characters(city: None) -> None:
    report = api.import_appeals(path=REAL / "messages_hot_4326.csv")
    assert (report.rows, report.imported, report.refused) == (4326, 4326, 0)
    again = api.import_appeals(path=REAL / "messages_hot_4326.csv")
    assert (again.imported, again.already_there) == (0, 4326)
    row = Appeal.objects.order_by("?").first()
    assert row is not None
    words = next(row.text[at : at + 2] for at in range(len(row.text)) if row.text[at : at + 2].isalpha())
    seen, after = set(), ""
    for _page in range(200):
        page = matters.find(actor=SYSTEM, question=Question(words=words, limit=200, after=after))
        seen |= {found.number for found in page.rows}
        after = page.next
        if row.number in seen or not after:
            break
    assert row.number in seen
