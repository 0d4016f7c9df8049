import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_application_role_is_no_superuser_and_obeys_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("cdos_app", False, False)


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_works_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
