"""What work on an inquiry and work on a case have in common.

Owns: tasks and the one next step they give, journal lines, drawn names, and worklists read page by page.
Promises: something open always has a next step, the earliest of its open tasks; no list opens a key.
Never: has a table of its own, or knows what a task or a line is about; the rooms above say that.
"""
