"""What may be used and passed on, with whose leave, and who knows what.

Owns: consents and the safety check before them, disclosures, notifications on their way, `release`.
Promises: nothing leaves without a disclosure row; a consent is as easy to withdraw as to give.
Never: asks for a consent without asking first whether that is safe, or sends anything by itself.
"""
