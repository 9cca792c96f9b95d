"""The stack on this machine, made from template.yaml on moto."""
