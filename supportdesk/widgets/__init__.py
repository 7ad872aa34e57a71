"""What the console draws: read models in, messages out. Nothing here knows the store, a verb or a key's meaning."""
