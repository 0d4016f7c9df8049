"""Django's settings, read from the environment; every variable is listed in docs/operating/settings.md."""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cdos.runtime import logs

PACKAGE = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    return int(env(name, str(default)))


DATA_DIR = Path(env("CDOS_DATA", str(Path.cwd() / ".cdos" / "data")))
# Keys lie outside the database: in `keys` of the data folder, or where this says.
KEYS = env("CDOS_KEYS")
# What seals identity numbers, phones and contacts: "sm4" or "aes"; holds for the next key.
SEAL = env("CDOS_SEAL", "sm4")
# The ledger: its digest (of a new log), how its heads are signed, how often, and this node's name among witnesses.
LEDGER_DIGEST = env("CDOS_LEDGER_DIGEST", "sm3")
LEDGER_SIGNATURE = env("CDOS_LEDGER_SIGNATURE", "sm2")
LEDGER_HEAD_S = env_int("CDOS_LEDGER_HEAD_S", 3600)
LEDGER_NODE = env("CDOS_LEDGER_NODE")
DEBUG = env_bool("CDOS_DEBUG", False)
DEMO = env_bool("CDOS_DEMO", True)
# `cdos up` keeps the key in the data folder; a process without one gets its own, so nothing is guessable.
SECRET_KEY = env("CDOS_SECRET_KEY") or secrets.token_urlsafe(48)
# The machine asks itself by its own names, whatever the city's are: the supervisor, health checks, a collector of figures.
OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*env("CDOS_HOSTS", "localhost,127.0.0.1,[::1]").split(","), *OWN_NAMES]
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CDOS_ORIGINS").split(",") if origin]
CITY_NAME = env("CDOS_CITY_NAME", "深圳市")
CITY_PREFIX = env("CDOS_CITY_PREFIX", "SZ")
CITY_CODE = env("CDOS_CITY_CODE", "440300")
# Where the world reaches this city: it stands on documents, in QR codes and in credentials.
PUBLIC_ADDRESS = env("CDOS_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
WORKING_HOURS = env("CDOS_WORKING_HOURS", "09:00-12:00,14:00-18:00")
# Appeals: dispatch without a person when they picked an item, or when the suggestion is this sure (percent).
AUTO_DISPATCH = env_bool("CDOS_AUTO_DISPATCH", False)
AUTO_DISPATCH_PERCENT = env_int("CDOS_AUTO_DISPATCH_PERCENT", 60)
# What reads the words in clips and photos: "auto" (what is installed), "demo" or "none"; the folder of a speech model.
FILE_READERS = env("CDOS_FILE_READERS", "auto")
SPEECH_MODEL = env("CDOS_SPEECH_MODEL")
# Honest closure: filed again within so many days and metres counts against a solution; when the person is asked again.
REFILE_DAYS = env_int("CDOS_REFILE_DAYS", 30)
REFILE_M = env_int("CDOS_REFILE_M", 150)
ASK_AGAIN_DAYS = env_int("CDOS_ASK_AGAIN_DAYS", 28)

# risks: in how many days chance may bring one false alarm of growth.
RISK_FALSE_ALARM_DAYS = max(1, env_int("CDOS_RISK_FALSE_ALARM_DAYS", 28))

# An extract of the population on which editors try rules; by default population.parquet in the data folder.
RULE_POPULATION = env("CDOS_RULE_POPULATION")
# Benefits: most offers a programme makes in one night; the rest come the nights after.
MATCH_ENGINE = env(
    "CDOS_MATCH_ENGINE", "bits"
)  # what looks at everybody: "bits" (in memory) or "duckdb" (SQL on the extract)
OFFERS_A_NIGHT = env_int("CDOS_OFFERS_A_NIGHT", 100_000)
# Decisions by rule: how many in a hundred are drawn for a person's look; for how many days they are looked at again.
DECISION_SAMPLE_PERCENT = env_int("CDOS_DECISION_SAMPLE_PERCENT", 5)
DRIFT_DAYS = env_int("CDOS_DRIFT_DAYS", 90)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "cdos.base.web",
    "cdos.base.fence",
    "cdos.base.vitals",
    "cdos.base.identity",
    "cdos.base.organisation",
    "cdos.base.calendar",
    "cdos.base.jobs",
    "cdos.base.ledger",
    "cdos.base.files",
    "cdos.base.notices",
    "cdos.base.search",
    "cdos.base.rules",
    "cdos.base.languages",
    "cdos.base.matters",
    "cdos.hubs.space",
    "cdos.hubs.ai",
    "cdos.hubs.knowledge",
    "cdos.hubs.registers",
    "cdos.nets.governance.appeals",
    "cdos.nets.governance.rulings",
    "cdos.nets.governance.leads",
    "cdos.nets.governance.understanding",
    "cdos.nets.governance.closure",
    "cdos.nets.governance.cases",
    "cdos.nets.governance.risks",
    "cdos.nets.governance.analysis",
    "cdos.nets.governance.replies",
    "cdos.nets.governance.enterprises",
    "cdos.nets.governance.ideas",
    "cdos.nets.services.items",
    "cdos.nets.services.licences",
    "cdos.nets.services.forms",
    "cdos.nets.services.payments",
    "cdos.nets.services.books",
    "cdos.nets.services.payouts",
    "cdos.nets.services.decisions",
    "cdos.nets.services.applications",
    "cdos.nets.services.bundles",
    "cdos.nets.services.benefits",
    "cdos.nets.services.centres",
    "cdos.nets.services.guide",
    "cdos.apps.credit_care",
    "cdos.apps.mutual_aid",
    "cdos.portals.citizen",
    "cdos.portals.business",
    "cdos.portals.staff",
    "cdos.portals.admin",
    "cdos.sample",
]
# The city's own modules, beside ours: docs/howto/new-matter.md.
OWN_APPS = [name for name in env("CDOS_APPS").split(",") if name]
INSTALLED_APPS += OWN_APPS


def database_from_url(url: str) -> dict[str, object]:
    """`postgresql://user:password@host:port/name?host=/socket/dir&sslmode=verify-full` as Django's dictionary.

    Whatever else stands in the query is libpq's, which refuses what it does not know.
    """
    parts = urlsplit(url)
    pairs = (pair.partition("=") for pair in parts.query.split("&") if pair)
    query = {unquote(name): unquote(value) for name, _, value in pairs}
    named = {name: query.pop(name, "") for name in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "cdos.runtime.pooled",
        "NAME": named["dbname"] or unquote(parts.path.lstrip("/")) or "cdos",
        "USER": named["user"] or unquote(parts.username or ""),
        "PASSWORD": named["password"] or unquote(parts.password or ""),
        "HOST": named["host"] or parts.hostname or "",
        "PORT": str(parts.port or named["port"]),
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            **query,
            "prepare_threshold": env_int("CDOS_PREPARE", 5) or None,
            # Values travel beside the statement, so that it stays planned on its connection: planning the
            # row-level policies anew took a third of the database's time for a page.
            "server_side_binding": True,
            "pool": {
                "min_size": env_int("CDOS_POOL_MIN", 1),
                "max_size": env_int("CDOS_POOL_MAX", 16),
                "timeout": 5,  # the pool is larger than the threads: who waits, waits for a database that is away
                # Longer attempts come at doubling distances; given up, the next request begins a new one at once.
                "reconnect_timeout": 1,
            },
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {
    "default": database_from_url(env("DATABASE_URL", "postgresql://cdos_app@/cdos?host=/nonexistent"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# identity: idle and longest time of a session in seconds, trusted proxies in front, the register that confirms names, outside sign-in (JSON).
STAFF_IDLE_S = env_int("CDOS_STAFF_IDLE_S", 30 * 60)
RESIDENT_IDLE_S = env_int("CDOS_RESIDENT_IDLE_S", 2 * 60 * 60)
STAFF_SESSION_S = env_int("CDOS_STAFF_SESSION_S", 12 * 60 * 60)
RESIDENT_SESSION_S = env_int("CDOS_RESIDENT_SESSION_S", 30 * 24 * 60 * 60)
# Requests a minute of one asker, in each web process; 0 is no limit. Routes: JSON, {"staff:export": 20}.
LIMIT_ADDRESS = env_int("CDOS_LIMIT_ADDRESS", 3000)
LIMIT_ACCOUNT = env_int("CDOS_LIMIT_ACCOUNT", 3000)
LIMIT_TOKEN = env_int("CDOS_LIMIT_TOKEN", 120000)
LIMIT_SIGN_IN = env_int("CDOS_LIMIT_SIGN_IN", 120)
LIMIT_ROUTES = env("CDOS_LIMIT_ROUTES", "{}")
STAFF_PASSWORD_DAYS = env_int("CDOS_STAFF_PASSWORD_DAYS", 0)
TRUSTED_PROXIES = env_int("CDOS_PROXIES", 0)
REGISTER = env("CDOS_REGISTER", "demo")
# Codes of demonstration registers that do not answer, to see what a city does without them.
REGISTERS_AWAY = frozenset(code for code in env("CDOS_REGISTERS_AWAY").split(",") if code)
OIDC_PROVIDERS = env("CDOS_OIDC_PROVIDERS", "[]")
# Other systems that recognise this city's sign-in (JSON); zones and parks of the service portal (a file).
OIDC_CLIENTS = env("CDOS_OIDC_CLIENTS", "[]")
ZONES = env("CDOS_ZONES")
DEMO_PASSWORD = env("CDOS_DEMO_PASSWORD", "cdos-demo-2026")

MIDDLEWARE = [
    "cdos.runtime.logs.RequestIdMiddleware",
    "cdos.runtime.watching.requests.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cdos.runtime.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cdos.base.identity.middleware.IdentityMiddleware",
    "cdos.base.web.languages.LanguageMiddleware",
    "cdos.base.identity.limits.LimitMiddleware",
    "cdos.base.web.errors.ErrorFaces",
    "django.middleware.common.CommonMiddleware",
    "cdos.base.files.middleware.UploadLimitMiddleware",  # before the CSRF check, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cdos.runtime.urls"
WSGI_APPLICATION = "cdos.runtime.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "cdos.base.web.shell.context",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
# Each in its own words; which pages speak all of them: docs/decisions/0013-eleven-languages.md.
LANGUAGES = [
    ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"), ("ja", "日本語"), ("ko", "한국어"),
    ("fr", "Français"), ("ar", "العربية"), ("es", "Español"), ("ru", "Русский"), ("de", "Deutsch"), ("pt", "Português"),
]  # fmt: skip
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("CDOS_TIME_ZONE", "Asia/Shanghai")

LOGIN_URL = "/accounts/sign-in"

STATIC_URL = "/static/"
# `cdos up` collects the static files and names the folder here; then addresses carry a hash of the content.
STATIC_ROOT = Path(env("CDOS_STATIC") or DATA_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "cdos.runtime.staticfiles.HashedFiles"
        if env("CDOS_STATIC")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
FILES_IMAGE_MB = env_int("CDOS_FILES_IMAGE_MB", 20)
FILES_AUDIO_MB = env_int("CDOS_FILES_AUDIO_MB", 30)
FILES_VIDEO_MB = env_int("CDOS_FILES_VIDEO_MB", 200)
FILES_DOCUMENT_MB = env_int("CDOS_FILES_DOCUMENT_MB", 30)
# How notices leave: "demo" writes to the page /demo/outbox/; "smtp" and "http" need their address.
NOTICES_MAIL = env("CDOS_MAIL", "demo")
NOTICES_SMS = env("CDOS_SMS", "demo")
NOTICES_SMTP_URL = env("CDOS_SMTP_URL")
NOTICES_MAIL_FROM = env("CDOS_MAIL_FROM", "noreply@localhost")
NOTICES_SMS_URL = env("CDOS_SMS_URL")
NOTICES_SMS_TOKEN = env("CDOS_SMS_TOKEN")
PAYMENTS = env("CDOS_PAYMENTS", "demo")
PAYOUTS = env("CDOS_PAYOUTS", "demo")
# Treatment on credit: the bank that advances, the unit that answers for it, days to repay and days of grace after them.
CARE_BANK = env("CDOS_CARE_BANK", "demo")
CARE_OFFICE = env("CDOS_CARE_OFFICE", "440300-health")
CARE_DAYS = env_int("CDOS_CARE_DAYS", 30)
CARE_GRACE_DAYS = env_int("CDOS_CARE_GRACE_DAYS", 15)
# Mutual aid of workers: where settlements come from, and the unit that answers for it.
MUTUAL_SOURCE = env("CDOS_MUTUAL_SOURCE", "demo")
MUTUAL_UNIT = env("CDOS_MUTUAL_UNIT", "440300-union")
# Which machine translates the city's own titles and texts: "demo", "http" (needs its address), "" for none.
TRANSLATOR = env("CDOS_TRANSLATOR", "demo")
TRANSLATOR_URL = env("CDOS_TRANSLATOR_URL")
TRANSLATOR_KEY = env("CDOS_TRANSLATOR_KEY")

# Behind a proxy that ends TLS (it must set X-Forwarded-Proto): cookies travel by https only, browsers remember it.
HTTPS = env_bool("CDOS_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env_int("CDOS_HSTS_S", 31536000) if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^health/", r"^metrics$"]  # asked by the machine itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_ENGINE = "cdos.base.identity.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cdos.base.web.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Scripts and workers from ourselves only; blob: is for MapLibre's worker and for a voice clip not yet sent.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# Watching: who may read /metrics, when a process or a disk is too full, how old a key may get (days).
METRICS_TOKEN = env("CDOS_METRICS_TOKEN")
METRICS_ADDRESSES = env("CDOS_METRICS_ADDRESSES", "127.0.0.1,::1").split(",")
WEB_MEMORY_MB = env_int("CDOS_WEB_MEMORY_MB", 0)
LEAST_FREE_MB = env_int("CDOS_LEAST_FREE_MB", 200)
KEY_DAYS = env_int("CDOS_KEY_DAYS", 365)

LOGGING = logs.configure(level=env("CDOS_LOG_LEVEL", "INFO").upper(), plain=env("CDOS_LOG_FORMAT") == "plain")
