"""Mail as a channel: what arrives is read here into frozen values.

Not here: the store, the clock, sockets.
"""
