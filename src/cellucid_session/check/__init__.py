"""Values to findings: the rules, and the engine that runs them in declared order."""
