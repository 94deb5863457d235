"""From a run of the watch to words, charts and pages."""
