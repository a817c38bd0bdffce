"""Who is meant where: states, people with their offices, bodies and groups."""
