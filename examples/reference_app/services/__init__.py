"""What the pages ask for: no page and no request is known here."""
