"""What `cellucid-session` does with sessions, apart from command lines: values and texts out, files written whole."""
