import json
import re
from datetime import timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from cdos.base.web import assets, components, manifest


def render(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load cdos %}" + source).render(Context(context))


def test_a_zero_is_a_value_of_a_field() -> None:
    assert 'value="0"' in render("{% field name='children' label='Children' value=none %}", none=0)


def test_a_clock_says_with_words_what_it_says_with_colour() -> None:
    now = timezone.now()
    assert "2 h overdue" in render("{% clock due %}", due=now - timedelta(hours=2, minutes=1))
    assert "18 min left" in render(
        "{% clock due near_at=near %}", due=now + timedelta(minutes=18, seconds=20), near=now
    )
    assert "paused" in render('{% clock due state="paused" %}', due=now)
    assert "no term" in render("{% clock due %}", due=None)


def test_a_field_ties_help_and_error_to_its_control() -> None:
    html = render(
        '{% field name="phone" label="Phone" help="For the outcome" error="Eleven digits, please" %}'
    )
    assert 'aria-describedby="id_phone_help id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_phone">' in html


def test_a_form_s_own_field_is_shown_the_same_way() -> None:
    class Form(forms.Form):
        text = forms.CharField(help_text="Short", required=False)

    html = render("{% field form.text %}", form=Form())
    assert "optional" in html
    assert 'aria-describedby="id_text_help"' in html


def test_whatever_somebody_wrote_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>\n\"'><img>"
    for source in (
        "{% button t %}",
        "{% badge t %}",
        "{{ t|lines }}",
        "{% empty_state t t %}",
        "{% alert title=t %}{{ t }}{% endalert %}",
        "{% card title=t %}{{ t }}{% endcard %}",
        '{% field name="x" label=t value=t error=t %}',
    ):
        html = render(source, t=evil)
        assert "<script" not in html, source
        assert "<img" not in html, source


def test_the_keyset_link_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/list?area=440304&after=old")
    first, following = components.page_links(request, "after", "new")
    assert first == "?area=440304"
    assert following == "?area=440304&after=new"


def test_a_chart_has_its_table_behind_it() -> None:
    spec = {
        "type": "bar",
        "categories": ["Roads"],
        "series": [{"name": "Now", "values": [12]}],
        "hrefs": ["/x"],
        "unit": "n",
    }
    html = render('{% chart spec id="c" title="Roads lead" %}', spec=spec)
    assert '<a href="/x">Roads</a>' in html
    assert ">12<" in html


@pytest.mark.parametrize(("values", "counts"), [([12, 0, None], True), ([12, 0.5], False), ([], True)])
def test_a_chart_of_counts_has_whole_numbers_along_its_axis(values: list[float], counts: bool) -> None:
    spec = {"type": "bar", "categories": list("abc"), "series": [{"name": "n", "values": [*values, 1, 1, 1]}]}
    html = render('{% chart spec id="c" title="How many" %}', spec=spec)
    (given,) = re.findall(r'<script id="c-spec" type="application/json">(.*?)</script>', html)
    assert json.loads(given)["counts"] is counts
    assert "minInterval: spec.counts ? 1 : 0" in (assets.HERE / "src" / "chart.ts").read_text()


def test_an_asset_has_an_address_before_the_first_build(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(manifest, "names", dict)
    manifest.url.cache_clear()
    assert manifest.url("core.js") == "/static/built/core.js"
    manifest.url.cache_clear()


def test_the_lock_file_names_no_download_address() -> None:
    assert "resolved" not in (assets.HERE / "package-lock.json").read_text()


def test_no_source_holds_an_outside_address_or_evaluates_text() -> None:
    for path in (assets.HERE / "src").rglob("*.ts"):
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, path
        assert "eval(" not in text, path
        assert "innerHTML" not in text, path
