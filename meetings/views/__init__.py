"""Request in, response out: a file for each noun. `access` is the only door to an object."""
