"""The project file (landbase.toml): a bureau's inputs, words, tolerances, outputs."""

from landbase.project.settings import Project, load_rules_file

__all__ = ["Project", "load_rules_file"]
