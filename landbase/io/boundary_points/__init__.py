"""The room `boundary_points`."""
