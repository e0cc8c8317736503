"""Named, bounded primitives that read bytes. What comes where is generated from the grammar."""
