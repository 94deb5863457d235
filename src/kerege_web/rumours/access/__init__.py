"""The only reads of rumours."""
