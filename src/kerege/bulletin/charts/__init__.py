"""Charts and maps as Vega-Lite specifications: the same for the page and for the PDF."""

from kerege.bulletin.charts.season_bars import season_chart
from kerege.bulletin.charts.section_map import MapContent, section_map
from kerege.bulletin.charts.timeline import ForecastBand, timeline_chart
from kerege.bulletin.charts.year_bars import YearRow, year_chart

__all__ = ["ForecastBand", "MapContent", "YearRow", "season_chart", "section_map", "timeline_chart", "year_chart"]
