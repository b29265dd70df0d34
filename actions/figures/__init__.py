"""Figures: what people asked and what became of it, counted; and the cases behind each figure."""

from actions.figures.counting import Counted, Figures
from actions.figures.figure import FIGURES, Figure, Period
from actions.figures.listing import Listed, Listing
from actions.figures.spikes import Spike, spikes

__all__ = [
    "FIGURES",
    "Counted",
    "Figure",
    "Figures",
    "Listed",
    "Listing",
    "Period",
    "Spike",
    "spikes",
]
