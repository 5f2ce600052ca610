"""How the rooms are put together on one machine, and served.

Owns: the settings, the root addresses, what stands between the web server and Django, what every answer gets, the log.
Promises: one settings file, read from the environment; an unsafe combination refuses to start (checks.py).
Never: holds a rule or a model, or any page but the one for when something fails and the answer at `/sundhed/`.
"""
