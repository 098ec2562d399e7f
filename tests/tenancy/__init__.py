"""Articles 2, 6, 9 and 13: rights, sessions, places, access, support: cases by hand, properties, histories."""
