"""Rights to use marks as people decide on them: the office, and the bodies that manage a mark."""
