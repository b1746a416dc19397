"""What is sold and what proves it; imports nothing of ours."""
