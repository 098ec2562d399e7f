"""Facts from files: mappings, as TOML and JSON give them, to the values that the rules take."""
