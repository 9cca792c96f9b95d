"""The moving average of a network's weights, and the checkpoints from which a training goes on."""

from pathlib import Path
from typing import Any

import torch
from torch import nn

# Decay of the moving average of the weights.
DECAY = 0.998


class Average:
    """The moving average of a network's trained weights, which varies less than the weights of a single step."""

    def __init__(self, network: nn.Module) -> None:
        self._parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
        self._weights = [parameter.detach().clone() for parameter in self._parameters]
        self._updates = 0

    def update(self) -> None:
        """Add the current weights. The first ones have little weight, because they are untrained."""
        self._updates += 1
        decay = min(DECAY, self._updates / (self._updates + 9))
        torch._foreach_lerp_(self._weights, [parameter.detach() for parameter in self._parameters], 1 - decay)

    def copy_to_network(self) -> None:
        """Replace the weights of the network with the averages."""
        with torch.no_grad():
            torch._foreach_copy_(self._parameters, self._weights)

    def state(self) -> dict[str, Any]:
        """Return what `restore` needs."""
        return {"weights": self._weights, "updates": self._updates}

    def restore(self, state: dict[str, Any]) -> None:
        """Continue the average of a checkpoint."""
        self._weights, self._updates = state["weights"], state["updates"]


class Checkpoint:
    """A file with the state of a training after a number of steps. It is replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(self, step: int, network: nn.Module, optimizer: torch.optim.Optimizer, average: Average) -> None:
        """Write the state after `step` steps."""
        state = {
            "step": step,
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average.state(),
            "random": torch.get_rng_state(),
        }
        unfinished = self._path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(self._path)

    def load(self, network: nn.Module, optimizer: torch.optim.Optimizer, average: Average) -> int:
        """Restore the state, and return the number of steps done: 0 without a file."""
        if not self._path.exists():
            return 0
        state: dict[str, Any] = torch.load(self._path)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average.restore(state["average"])
        torch.set_rng_state(state["random"])
        return int(state["step"])

    def remove(self) -> None:
        """Remove the file, if there is one, because the training is complete."""
        self._path.unlink(missing_ok=True)
