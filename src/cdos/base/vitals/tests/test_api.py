import pytest

from cdos.base.vitals import api


@pytest.mark.django_db
def test_the_last_mark_of_a_name_counts() -> None:
    api.mark("backup", bytes=1)
    api.mark("backup", bytes=2)
    api.mark("deep")
    found = api.marks()
    assert found["backup"].facts == {"bytes": 2}
    assert found["deep"].facts == {}
    assert 0 <= found["backup"].age_s < 60
