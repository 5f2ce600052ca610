"""The open site: what anyone can read without signing in.

Owns: the front page, the finder, the quick exit, and the pages for what is not there or went wrong.
Promises: no cookie, no trace that can be avoided, nothing from third parties, works without JavaScript.
Never: reads anything but the directory; it cannot import the rooms that hold what people told us.
"""
