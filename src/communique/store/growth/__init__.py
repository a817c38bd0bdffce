"""Merging that grows: an article that came, changed or went touches what is near to it, and nothing else."""

from communique.store.growth.grow import MOST, finish, merged_by, prepare, step

__all__ = ["MOST", "finish", "merged_by", "prepare", "step"]
