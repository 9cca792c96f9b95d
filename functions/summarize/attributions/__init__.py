"""Attributions (who said what): spans joined into attributions, with their speakers and outlets."""
