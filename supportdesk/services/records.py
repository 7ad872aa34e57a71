"""What a desk keeps beside tickets and people: the writes of canned responses, views, tags and custom fields."""

from supportdesk.services.fields import add_field, edit_field, remove_field
from supportdesk.services.tags import add_tag, edit_tag, remove_tag
from supportdesk.services.templates import add_template, edit_template, put_template, remove_template
from supportdesk.services.views import add_view, edit_view, remove_view

__all__ = [
    "add_field",
    "add_tag",
    "add_template",
    "add_view",
    "edit_field",
    "edit_tag",
    "edit_template",
    "edit_view",
    "put_template",
    "remove_field",
    "remove_tag",
    "remove_template",
    "remove_view",
]
