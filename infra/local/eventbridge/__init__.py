"""Amazon EventBridge for the local stack: pipes and schedules."""
