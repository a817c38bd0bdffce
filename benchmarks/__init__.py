"""Measurements that print a table: speed, accuracy, dates."""
