"""Amazon EventBridge on this machine: pipes and the scheduler."""
