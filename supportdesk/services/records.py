"""What a desk keeps beside tickets and people, in one place: canned responses, views, tags and custom fields."""

from supportdesk.services.fields import FIELD_KINDS, add_field, edit_field, field_values, fields, remove_field
from supportdesk.services.naming import NAME, tidy_name
from supportdesk.services.tags import add_tag, edit_tag, known_tags, remove_tag, tidy_tag
from supportdesk.services.templates import add_template, edit_template, put_template, remove_template
from supportdesk.services.views import add_view, edit_view, remove_view

__all__ = [
    "FIELD_KINDS",
    "NAME",
    "add_field",
    "add_tag",
    "add_template",
    "add_view",
    "edit_field",
    "edit_tag",
    "edit_template",
    "edit_view",
    "field_values",
    "fields",
    "known_tags",
    "put_template",
    "remove_field",
    "remove_tag",
    "remove_template",
    "remove_view",
    "tidy_name",
    "tidy_tag",
]
