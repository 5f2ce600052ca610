"""Base templates, components and static files.

Owns: how a page looks: the frame, the parts seen twice, the styles and the small scripts.
Promises: works without JavaScript, under a strict content policy, by keyboard and in print.
Never: knows the domain, asks the database or holds a rule.
"""
