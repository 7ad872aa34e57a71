"""Which style a widget gets: worked out once for widgets that no rule can tell apart.

Textual holds every rule against every widget, the app's own screens again for each console. What decides is the way
from the app to the widget, by class, name and classes, and what the rules ask of the state of those on it.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

Rules = list[RuleSet]
Styled = dict[str, Any]

OF_THE_APP = {"dark", "light", "inline", "ansi", "nocolor"}
"""States that a widget has from its app."""

TELLING = {"display", "overflow_x", "overflow_y", "pointer"}
"""Rules that tell others when they are set, also before a widget is mounted."""

FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What a widget remembers of the rules that might speak of it."""


@dataclass
class Way:
    """A way from the app to a widget: what the rules ask of the state of those on it, and what came of the answers."""

    rules: Rules
    """They are kept, so that no others are taken for them."""

    asked: list[tuple[int, str]]
    flags: dict[str, bool]
    styled: dict[tuple[bool, ...], Styled | None] = field(default_factory=dict)


def worked_out_once(patch: pytest.MonkeyPatch) -> None:
    """Let widgets on one way and in one state have their style from the first of them."""
    apply, replace = Stylesheet.apply, Stylesheet.replace_rules
    ways, caught = dict[tuple[object, ...], Way](), dict[int, Styled | None]()
    settled = dict[int, tuple[Styled, Styled]]()

    def apply_once(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: Any = None) -> None:
        path = node.css_path_nodes
        rules = sheet.rules
        key = (id(rules), *[(type(one), one._id, frozenset(one._classes)) for one in path])
        way = ways.get(key)
        if way is None:
            apply(sheet, node, animate=animate)
            ways[key] = _way(sheet, path)
            return
        state = tuple([path[place]._PSEUDO_CLASSES[name](path[place]) for place, name in way.asked])
        if state not in way.styled:
            caught[id(node)] = None
            apply(sheet, node, animate=animate)
            way.styled[state] = caught.pop(id(node))
            return
        vars(node).update(way.flags)
        styled = way.styled[state]
        if styled is not None:
            sheet.replace_rules(node, styled, animate=animate)
        sheet._process_component_classes(node)

    def replace_once(node: DOMNode, rules: Styled, animate: bool = False) -> None:
        if id(node) in caught:
            caught[id(node)] = rules
        base = node.styles.base
        if animate or node._is_mounted or base._rules:
            replace(node, rules, animate)
            return
        if id(rules) not in settled:
            replace(node, rules)
            settled[id(rules)] = (rules, dict(base._rules))
            return
        final = settled[id(rules)][1]
        for name in TELLING & final.keys():
            setattr(base, name, final[name])
        base._updates += len(final)
        base._rules.update(final)  # type: ignore[typeddict-item]
        node.notify_style_update()

    patch.setattr(Stylesheet, "apply", apply_once)
    patch.setattr(Stylesheet, "replace_rules", staticmethod(replace_once))


def _way(sheet: Stylesheet, path: list[DOMNode]) -> Way:
    """What the rules that might speak of the last on a way ask of the state of those on it."""
    node, found = path[-1], sheet.rules_map
    candidates = {rule for name in found.keys() & node._selector_names for rule in found[name]}
    asked = {
        (0 if name in OF_THE_APP else place, name)
        for rule in candidates
        for selectors in rule.selector_set
        for selector in selectors.selectors
        for place, one in enumerate(path)
        for name in selector.pseudo_classes
        if name in one._PSEUDO_CLASSES and selector._check(one)
    }
    return Way(sheet.rules, sorted(asked), {name: getattr(node, name) for name in FLAGS})
