"""The people who sign in, and what their roles let them do.

Owns: users, the roles they hold from one day to another, their duty for regions, and how they are recognised.
Promises: roles are reviewed code (roles.py); who held which role on which day can always be told.
Never: decides who may see one inquiry; that is the inquiry's own access rule.
"""
