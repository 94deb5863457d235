"""Words of responses for templates."""
