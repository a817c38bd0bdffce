"""What leaves the program: JSON Lines, and dossiers as pages and text."""
