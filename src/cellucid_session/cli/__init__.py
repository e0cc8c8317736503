"""Command lines: arguments and exit codes, nothing else."""
