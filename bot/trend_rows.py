"""Trends by year of release as rows of a reply: a span of years, and a genre from its first years to its last."""

from bot.reply import Row
from engine import FeatureTrend, Period, trait


def period_row(name: str, period: Period) -> Row:
    """A span of years, the mean of a feature, and its interval."""
    show = trait(name).format
    return Row(
        period.label,
        amount=show(period.mean),
        detail=f"{show(period.low)} to {show(period.high)}, {period.recordings:,} recordings",
        data={
            "first": period.first,
            "last": period.last,
            "recordings": period.recordings,
            "mean": round(period.mean, 4),
            "low": round(period.low, 4),
            "high": round(period.high, 4),
        },
    )


def change_row(found: FeatureTrend) -> Row:
    """A genre, and the means of its first and last ten years."""
    then, now = found.then_and_now
    show = trait(found.feature).format
    return Row(
        found.genre or "all genres",
        amount=f"{show(then.mean)} -> {show(now.mean)}",
        detail=f"{then.label} to {now.label}, {found.recordings:,} recordings",
        data={"genre": found.genre, "then": round(then.mean, 4), "now": round(now.mean, 4)},
    )
