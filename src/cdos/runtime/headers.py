"""Headers that no library of ours sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What our own pages use is theirs; what nothing uses is nobody's. A frame of another site gets none of it.
OURS = ("camera", "clipboard-write", "fullscreen", "geolocation", "microphone", "publickey-credentials-create",
        "publickey-credentials-get", "screen-wake-lock")  # fmt: skip
NOBODYS = ("accelerometer", "autoplay", "bluetooth", "browsing-topics", "display-capture", "gyroscope", "hid",
           "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer", "midi", "payment", "serial",
           "usb", "window-management", "xr-spatial-tracking")  # fmt: skip
POLICY = ", ".join([*(f"{name}=(self)" for name in OURS), *(f"{name}=()" for name in NOBODYS)])


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
