"""The demonstration accounts with everything that signs them in."""

from django.conf import settings
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import DemoAccount
from cdos.base.identity.logic import factors


def demo_accounts(*, codes: bool = True) -> list[DemoAccount]:
    """Empty unless the demonstration mode is on. With `codes`, staff have their app's secret and a code of this moment."""
    if not settings.DEMO:
        return []
    rows = models.Account.objects.exclude(demo_role="").filter(is_active=True).order_by("id")
    return [_shown(row, codes) for row in rows]


def _shown(row: models.Account, codes: bool) -> DemoAccount:
    secret, code = "", ""
    if codes and factors.ensure_demonstration(row.pk):
        secret, code = factors.demonstration_app(row.pk)
    return DemoAccount(
        login=row.login,
        password=settings.DEMO_PASSWORD,
        name=row.name,
        role=gettext(row.demo_role),
        what=gettext(row.demo_what) if row.demo_what else "",
        totp=code,
        totp_secret=secret,
    )
