"""How typed words are understood: units, synonyms, repairs and intents; knows no engine."""
