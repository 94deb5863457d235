"""The only writes of rumours."""
