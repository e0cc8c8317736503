"""The format as data: rules, limits, families, grammar. No I/O."""
