"""The daily watch: from incidents to signals, forecasts and levels, a pure function of what was known."""
