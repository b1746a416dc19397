"""The engines that are compared: each builds an index, answers queries and changes one product."""
