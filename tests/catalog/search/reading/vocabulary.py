"""A vocabulary made of a few texts, for readings without an engine."""

from collections import Counter, defaultdict
from itertools import pairwise

from catalog.text import words


class Texts:
    """Every text is a document; all pairs of neighbours count."""

    def __init__(self, *texts):
        self.documents = len(texts)
        self._terms = Counter()
        self._variants = defaultdict(Counter)
        for text in texts:
            read = words(text)
            folded = [word.folded for word in read]
            self._terms.update({*folded, *map(" ".join, pairwise(folded))})
            for word in set(read):
                self._variants[word.folded][word.exact] += 1

    def frequency(self, term):
        return self._terms[term]

    def variants(self, folded):
        return self._variants.get(folded, {})

    def known(self, folded):
        return folded in self._variants

    def known_among(self, words):
        return [word for word in words if word in self._variants]

    def beginning(self, start, limit):
        return sorted(word for word in self._variants if word.startswith(start))[:limit]
