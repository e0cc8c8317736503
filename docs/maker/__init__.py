"""Makes the site: pages of the repository are staged, reference pages are made from the declarations, Sphinx runs."""
