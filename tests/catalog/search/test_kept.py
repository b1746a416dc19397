"""What searches leave for one another, within bounds."""

import threading

from catalog.search.kept import Kept


def kept(most=10):
    return Kept(most, len)


def test_what_was_made_is_found_again():
    memory, made = kept(), []
    for _ in range(3):
        assert memory.get("a", lambda: made.append(1) or "xx") == "xx"
    assert made == [1]


def test_what_was_asked_for_lately_stays_and_the_rest_goes():
    memory, made = kept(), []

    def ask(key):
        return memory.get(key, lambda: made.append(key) or "xx")

    for key in "abab" + "cada" + "eafa":
        ask(key)
    made.clear()
    ask("a")
    ask("b")
    assert made == ["b"]


def test_it_never_holds_more_than_it_may():
    memory = kept(100)
    for number in range(1000):
        memory.get(number, lambda size=number % 60: "x" * size)
        held = [*memory._new.values(), *memory._old.values()]
        assert sum(map(len, held)) <= 100


def test_a_thing_too_large_is_made_each_time():
    memory, made = kept(), []
    for _ in range(2):
        assert memory.get("a", lambda: made.append(1) or "x" * 50)
    assert made == [1, 1]


def test_threads_find_what_they_asked_for():
    memory, wrong = kept(50), []

    def ask(seed):
        for number in range(3000):
            key = (seed + number * 7) % 40
            if memory.get(key, lambda key=key: f"{key:02}") != f"{key:02}":
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
