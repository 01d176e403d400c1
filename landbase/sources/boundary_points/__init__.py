"""Boundary-point TXT (勘测定界界址点坐标交换格式).

Every form seen is read; what is written follows the rule.
"""

from landbase.sources.boundary_points.reader import (
    is_boundary_points,
    read_boundary_points,
)
from landbase.sources.boundary_points.writer import write_boundary_points

__all__ = ["is_boundary_points", "read_boundary_points", "write_boundary_points"]
