"""Doctor: looks at an installation and at what runs, and says of each thing what to do.

Each module looks at one side of it and yields findings; what they mean is decided by pure functions
of what was seen.
"""

from bot.doctor.examination import examine
from bot.doctor.finding import Finding

__all__ = ["Finding", "examine"]
