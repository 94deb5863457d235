"""Charts and maps as Vega-Lite specifications: the same for the page and for the PDF."""

from kerege.bulletin.charts.section_map import section_map
from kerege.bulletin.charts.timeline import timeline_chart

__all__ = ["section_map", "timeline_chart"]
