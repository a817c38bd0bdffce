"""From references to records: one module a record kind."""
