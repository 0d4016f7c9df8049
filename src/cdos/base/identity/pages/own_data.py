"""A person's own data, as a file to keep."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cdos.base.identity import api
from cdos.base.identity.contracts import Account
from cdos.base.identity.pages.asking import signed_in


@never_cache
@require_safe
@signed_in
def own_data(request: HttpRequest, account: Account) -> JsonResponse:
    """Of the signed-in person only, whoever they act for."""
    answer = JsonResponse(
        dict(api.own_data(account.id)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer
