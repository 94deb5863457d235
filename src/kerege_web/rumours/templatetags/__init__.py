"""Words of rumours for templates."""
