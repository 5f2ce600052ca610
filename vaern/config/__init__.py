"""Settings, the root URL table and the WSGI door.

Owns: how the rooms are put together on one machine.
Promises: one settings file, read from the environment; an unsafe combination refuses to start (checks.py).
Never: holds a rule, a model or a page.
"""
