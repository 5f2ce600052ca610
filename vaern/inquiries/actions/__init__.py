"""Every change to an inquiry, one function per act. Each is whole or not at all, and writes its own event."""
