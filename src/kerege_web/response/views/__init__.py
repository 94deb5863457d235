"""Pages of responses."""
