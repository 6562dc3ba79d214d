"""What a figure has to reach."""

import dataclasses


@dataclasses.dataclass
class Bar:
    what: str
    value: float
    limit: float
    at_least: bool

    @property
    def reached(self):
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self):
        sign = ">=" if self.at_least else "<="
        return f"{'pass' if self.reached else 'MISS'}  {self.what}: {self.value:.2f} ({sign} {self.limit:g})"
