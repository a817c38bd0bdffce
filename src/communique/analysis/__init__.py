"""What the record says when it is put together: series over time, and dossiers about two states."""
