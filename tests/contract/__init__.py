"""The life of the contract: articles 4 and 5."""
