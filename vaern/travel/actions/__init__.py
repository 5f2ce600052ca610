"""Every change to a trip, one function per act. Each is whole or not at all, and writes its own event."""
