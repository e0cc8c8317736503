"""One input in, one report out: the engines, the policy, certificates, excerpts."""
