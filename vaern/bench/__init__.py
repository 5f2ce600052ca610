"""The benchmark: what the site costs, measured over real HTTP against the production server.

Owns: the rows of the table, the invented work they are measured on, and the command that measures them.
Promises: databases of its own, thrown away afterwards; row names that do not change.
Never: runs in an installation's databases, or fails because a machine is slow.
"""
