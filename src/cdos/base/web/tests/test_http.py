import pytest
from django.test import Client, RequestFactory

from cdos.base.web import rest

pytestmark = pytest.mark.django_db


def test_every_operation_documents_its_refusals() -> None:
    schema = rest.api_root().get_openapi_schema()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert {400, 401, 403, 404, 409, 422, 429, "default"} <= set(operation["responses"]), (
                method,
                path,
            )


def test_a_failure_of_ours_says_nothing_about_the_inside_but_the_request_id() -> None:
    request = RequestFactory().get("/api/x")
    request.request_id = "abcdef0123456789"
    answer = rest._unexpected(request, RuntimeError("password=hunter2"))
    assert answer.status_code == 500
    assert b"hunter2" not in answer.content
    assert b"abcdef0123456789" in answer.content


def test_a_missing_key_of_ours_is_not_told_as_a_missing_matter() -> None:
    api = rest.api_root()
    request = RequestFactory().get("/api/x")
    assert api.on_exception(request, KeyError("title")).status_code == 500
    assert api.on_exception(request, LookupError("SZ-1")).status_code == 404


def test_chinese_travels_as_itself() -> None:
    assert (
        rest.MsgspecRenderer().render(RequestFactory().get("/"), {"a": "诉求"}, response_status=200)
        == '{"a":"诉求"}'.encode()
    )


def test_the_schema_and_its_page_are_served_by_ourselves(client: Client) -> None:
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1")
    html = client.get("/api/docs").content.decode()
    assert "//" not in html.replace("http://www.w3.org", "").replace("://", "§").split("<main")[0]
