"""A topology made by hand: AA and BB side by side, CC below both, and an enclave of BB inside AA.

 (0,2) +-------+-------+ (4,2)
       |  AA   |  BB   |
       | [BB]  |       |
 (0,0) +-------+-------+ (4,0)
       |      CC       |
(0,-1) +---------------+ (4,-1)
"""

from __future__ import annotations

from typing import Any

COUNTRIES = {"AA": "1", "BB": "2", "CC": "3"}


def three_countries() -> dict[str, Any]:
    """Arc 0 is AA-BB, 2 is AA-CC, 3 is BB-CC, 6 is the enclave; CC is walked clockwise, the others anticlockwise."""
    return {
        "type": "Topology",
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "1", "arcs": [[0, 1, 2], [~6]]},
                    {"type": "MultiPolygon", "id": "2", "arcs": [[[3, 4, ~0]], [[6]]]},
                    {"type": "Polygon", "id": "3", "arcs": [[2, 3, 5]]},
                ],
            }
        },
        "arcs": [
            [[2, 0], [2, 2]],
            [[2, 2], [0, 2], [0, 0]],
            [[0, 0], [2, 0]],
            [[2, 0], [4, 0]],
            [[4, 0], [4, 2], [2, 2]],
            [[4, 0], [4, -1], [0, -1], [0, 0]],
            [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]],
        ],
    }
