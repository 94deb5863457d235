"""The only writes of reports, by what they are about."""
