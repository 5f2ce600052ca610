"""The trail of who did what: acts, openings and refusals.

Owns: events, the seals that chain them, the destructions that let rows go, and the triggers behind "append-only".
Promises: act and event stand or fall together; an opening or a refusal outlives any rollback; a chain shows gaps.
Never: holds a name or a text, points to another table, or forgets on its own.
"""
