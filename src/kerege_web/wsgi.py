"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from kerege_web.chunked_body import ChunkedBody
from kerege_web.environment import load_environment, workspace_folder

load_environment(workspace_folder())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kerege_web.settings")

application = ChunkedBody(get_wsgi_application())
