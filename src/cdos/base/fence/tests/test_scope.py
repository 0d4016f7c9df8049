"""What a transaction may see is said once, holds to its end, and comes back after a part that sees more or less."""

import pytest
from django.db import DatabaseError, connection, transaction

from cdos.base.fence import api as fence
from cdos.base.fence.api import Fence
from cdos.base.fence.logic import scope

WEST = Fence(areas=("440391",), units=("440391-water",), party=7)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [f"cdos.{name}"])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_scope_ends_with_its_transaction() -> None:
    outside = setting("areas")
    with fence.within(WEST):
        assert (setting("areas"), setting("units"), setting("party")) == ("440391", "440391-water", "7")
        assert setting("everything") == ""
    assert setting("areas") == outside == ""


@pytest.mark.django_db(transaction=True)
def test_a_scope_ends_also_when_its_transaction_fails() -> None:
    with pytest.raises(ZeroDivisionError), fence.within(WEST):
        raise ZeroDivisionError
    assert setting("party") == ""
    with fence.within(fence.NOTHING):
        assert setting("party") == ""


@pytest.mark.django_db
def test_a_part_that_sees_more_gives_the_narrow_view_back() -> None:
    with fence.within(WEST):
        fence.admit([5])
        with fence.everything():
            assert setting("everything") == "on"
            assert setting("areas") == ""
        assert (setting("everything"), setting("areas"), setting("admitted")) == ("", "440391", "5")


@pytest.mark.django_db
def test_what_a_part_admits_is_not_admitted_to_what_follows() -> None:
    with fence.within(fence.NOTHING):
        with fence.within(WEST, admitting=[5]):
            fence.admit([6])
            assert set(setting("admitted").split(",")) == {"5", "6"}
        assert setting("admitted") == ""


@pytest.mark.django_db
def test_a_savepoint_rolled_back_leaves_the_scope_of_before() -> None:
    with fence.within(WEST):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            fence.everything(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert (setting("everything"), setting("areas")) == ("", "440391")


@pytest.mark.django_db
def test_the_same_scope_within_itself_costs_no_statement(django_assert_num_queries) -> None:
    with fence.within(WEST), django_assert_num_queries(0), fence.within(WEST):
        assert fence.present() == WEST


@pytest.mark.django_db
def test_nobody_admits_a_matter_without_saying_who_acts() -> None:
    scope.forget()
    with pytest.raises(RuntimeError):
        fence.admit([1])


@pytest.mark.django_db
def test_every_scoped_table_is_fenced_also_for_its_owner_and_the_application_role_is_bound_by_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        fenced = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls, rolname FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, "cdos_app")
    assert fenced >= {
        "matters_matter",
        "matters_entry",
        "matters_matterclock",
        "matters_clockpause",
        "matters_request",
        "matters_matterlink",
        "matters_subscription",
        "files_file",
        "search_searchentry",
        "appeals_appeal",
        "appeals_dispatchrecord",
        "appeals_ratingrecord",
    }
