"""First use of the program: the initial contents of an empty database."""
