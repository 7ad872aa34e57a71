"""Screens arrange widgets and turn keys into verbs. None knows the store or a service: they ask and perform."""
