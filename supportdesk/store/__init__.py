"""The only place that knows SQL. Rows stay in here: readers get the frozen models of `supportdesk.domain.models`."""
