"""Reading: pasted text -> Graph, by running the program in a bounded interpreter of our own."""
