"""Articles 3, 9, 10, 17 and 18: outages and their excuses, what is answered for and up to where, insurance."""
