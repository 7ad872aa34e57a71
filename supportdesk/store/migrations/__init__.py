"""The store's schema through time, for both databases; imported only to make or upgrade a store."""
