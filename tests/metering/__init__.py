"""Article 7: actions, usage, tier, overage, complement, perimeter; and the quota of article 2."""
