"""Article 7: what is done in the service, counted; the tier, what goes over it, and the perimeter."""
