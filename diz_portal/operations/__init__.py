"""What an operator looks at: each thing with its value, its limit, and what to do about it."""
