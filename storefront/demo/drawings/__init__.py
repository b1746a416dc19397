"""Pictures for the demo catalogue, drawn by code: one call, one picture."""

from random import Random

from PIL import Image

from . import backdrop
from .canvas import Canvas
from .catalogue import SETS, motifs
from .contrast import clear_schemes
from .naming import cleaned
from .scene import Scene

__all__ = ["draw"]

# Tall things (bottles of water, bouquets, trees, whole views) need the air above them.
_CLOSER = {16: 1.0, 21: 1.04, 22: 1.03, 23: 0.97, 24: 1.0, 25: 1.0, 26: 1.0}


def draw(set_number: int, name: str, seed: str) -> Image.Image:
    """The picture of a product: its set and name choose the motif, the seed everything else."""
    if set_number not in SETS:
        raise ValueError(f"no product set {set_number}")
    rng = Random(f"{set_number}/{name}/{seed}")
    words = cleaned(name)
    scheme = rng.choice(clear_schemes(set_number, words))
    scene = Scene(Canvas(scheme.wall), rng, scheme, words)
    backdrop.paint(scene)
    scene.zoom = _CLOSER.get(set_number, 1.1)
    rng.choice(motifs(set_number, words))(scene)
    return scene.canvas.finished()
