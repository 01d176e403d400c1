"""The project file (landbase.toml): a bureau's inputs, words, tolerances, outputs."""

from landbase.project.settings import Project

__all__ = ["Project"]
