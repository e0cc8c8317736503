"""Writing sessions: chunks in, valid bytes out; canonical form; publishing beside a data set."""
