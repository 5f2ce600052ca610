"""The open site: what anyone can read, write or come back to without signing in.

Owns: the pages, the finder, the preparation, the sheet for 114, writing and the mailbox, the errand, the quick exit.
Promises: no cookie before somebody writes or opens a mailbox, nothing from third parties, works without JavaScript.
Never: imports a room that holds what people told us; `mailbox.door` gives back to the writer's own code alone.
"""
