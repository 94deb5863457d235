"""The bot as a part of `kerege serve`, a process of its own."""

from __future__ import annotations

import django

if __name__ == "__main__":
    django.setup()
    from kerege_web.reports.telegram.polling import run_bot

    run_bot()
