import pytest
from django.test import Client


@pytest.mark.django_db
def test_every_answer_names_its_request() -> None:
    assert len(Client().get("/readyz")["X-Request-ID"]) == 32


def test_a_given_request_id_is_kept_unless_it_could_forge_a_log_line() -> None:
    client = Client()
    assert (
        client.get("/healthz", headers={"X-Request-ID": "proxy-12345678"})["X-Request-ID"] == "proxy-12345678"
    )
    assert (
        client.get("/healthz", headers={"X-Request-ID": "a b{}\\n12345678"})["X-Request-ID"]
        != "a b{}\\n12345678"
    )


def test_the_policy_lets_no_inline_and_no_foreign_script_run() -> None:
    policy = Client().get("/healthz")["Content-Security-Policy"]
    assert "script-src 'self' blob:" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
