"""Between the console's screens and the desk: store threads, questions and verbs. Nothing here draws anything."""
