"""Attributions (who said what): spans joined into attributions, with their speakers and outlets.

`rules.py` chooses the rules of a text: `english_rules.py` or `any_language/rules.py`. Neither overrides the other.
"""
