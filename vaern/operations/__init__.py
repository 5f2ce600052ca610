"""Keeping the site's data: copies and their restoring, the rights of database roles, the hourly upkeep.

Owns: how rows are copied out and put back, what each role may do on PostgreSQL, and the commands that do it.
Promises: a copy is sealed before it is on a disk and is put back whole or not at all; no role may change the trail.
Never: opens a sealed text except to prove that a copy is good, or serves a request.
"""
