"""Figures of how long exchanges took."""

from collections.abc import Sequence

from bot.load.visitor import Exchange

EDGE = 20  # exchanges at the beginning and the end that are compared


def percentile_ms(seconds: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed, in ms."""
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)


def times(exchanges: Sequence[Exchange]) -> dict[str, float]:
    """p50 and p95 in ms."""
    seconds = [exchange.seconds for exchange in exchanges]
    return {"p50_ms": percentile_ms(seconds, 0.5), "p95_ms": percentile_ms(seconds, 0.95)}


def edges(exchanges: Sequence[Exchange]) -> dict[str, float]:
    """The median of the first and of the last twenty of one conversation, in ms."""
    seconds = [exchange.seconds for exchange in exchanges]
    return {
        f"first_{EDGE}_p50_ms": percentile_ms(seconds[:EDGE], 0.5),
        f"last_{EDGE}_p50_ms": percentile_ms(seconds[-EDGE:], 0.5),
    }
