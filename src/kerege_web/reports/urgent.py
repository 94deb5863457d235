"""From how many points on a report is urgent: it is counted in the navigation and told to those who asked for it."""

from __future__ import annotations

URGENT_POINTS = 4.5
"""What a report of the last three hours has if somebody is hurt, of the last day if arms are named; a quarrel never."""
