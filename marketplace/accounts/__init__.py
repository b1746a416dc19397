"""Who people are to us: users, and the roles they have."""
