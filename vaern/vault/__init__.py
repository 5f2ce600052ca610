"""Keys and sealed fields.

Owns: the key broker, the envelope, sealed columns and the tombstones of destroyed keys.
Promises: a value opens only in its own column, row and key version; a key is committed before the row that needs it.
Never: lists keys, opens one without person and purpose, or lets another room touch cryptography.
"""
