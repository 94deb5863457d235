"""The picture: map, timeline and list of the same incidents, filtered together."""
