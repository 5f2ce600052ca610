"""Every change in the room, one function per act."""
