"""Fairs and events: who organises them, their plans of booths, who applies for one and who gets it."""
