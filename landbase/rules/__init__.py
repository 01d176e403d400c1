"""What a bureau fixes: words, marks, tolerances, region and time zone, as one value."""

from __future__ import annotations

from landbase.rules.ruleset import Region, Rules, remember_rules, rules_of
from landbase.rules.schema import Tolerances
from landbase.rules.vocabulary import Vocabulary

__all__ = ["Region", "Rules", "Tolerances", "Vocabulary", "remember_rules", "rules_of"]
