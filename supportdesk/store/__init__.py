"""Both databases. Rows stay in here and in services: readers give the frozen models of `supportdesk.domain.models`."""
