"""Everything that touches a file, a folder or a URL."""
