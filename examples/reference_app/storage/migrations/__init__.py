"""Revisions of the stored tables, one history each for the directory, the dossiers and the journal."""
