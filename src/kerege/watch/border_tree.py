"""The region's sections, groups and pairs as indices."""

from __future__ import annotations

import numpy as np

from kerege.domain.region import Region
from kerege.risk.threat import BorderTree


def border_tree(region: Region) -> BorderTree:
    """Which section belongs to which group and pair, in the region's own order."""
    groups = {group.id: i for i, group in enumerate(region.groups)}
    return BorderTree(
        group_of_section=np.array([groups[section.group] for section in region.sections], dtype=np.int64),
        pair_of_group=np.array([region.pairs.index(group.pair) for group in region.groups], dtype=np.int64),
        length_km=np.array([section.length_km for section in region.sections]),
    )
