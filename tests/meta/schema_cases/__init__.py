"""Tables of schemas, values and findings: (rule, *path), and "KEY" where a key is at fault."""
