"""Code made from the declarations. Committed, readable, never edited: see `cellucid_session.generate`."""
