"""Border lines, the sections they are cut into, and where a point lies against them."""
