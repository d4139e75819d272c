"""What people see: cards, forms, and every sentence. Pure functions to plain dicts."""
