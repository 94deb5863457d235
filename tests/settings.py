"""The product's settings, with the values that tests and the type checker need."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KEREGE_SECRET_KEY", "for tests only, and long enough to be taken for a key")
os.environ.setdefault("KEREGE_WORKSPACE", str(Path(tempfile.gettempdir()) / "kerege-tests"))
os.environ.setdefault("KEREGE_HTTPS", "no")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from kerege_web.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The real hashers take a third of a second each time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
