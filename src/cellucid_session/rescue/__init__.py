"""Labels that survive every upgrade: salvaged, rescued, converted, merged and compared."""
