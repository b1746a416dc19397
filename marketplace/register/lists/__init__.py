"""Recognition lists as offices write them: found, read, compared with the register, written, taken back."""
