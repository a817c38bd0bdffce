"""Merging: what needs several articles (reprints, same event in many reports, promises kept, offices held)."""

from communique.merging.merge import Merged, merge

__all__ = ["Merged", "merge"]
