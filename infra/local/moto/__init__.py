"""Corrections of moto: atomic writes, complete notifications, streams, and template properties that it ignores."""
