"""What is kept, and under which key: directory, dossiers, journal."""
