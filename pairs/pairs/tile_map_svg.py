"""The tiles and streams of the map as SVG, written at once: a template would take longer than the page around it."""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import ngettext, pgettext

from core.localized import reads_default


def streams(drawn):
    """The lines of support."""
    return mark_safe("".join(f'<path d="{one.path}" stroke-width="{one.width}"/>' for one in drawn.streams))


def mouths(drawn):
    """The arrows where streams reach the tile that is helped."""
    arrow = '<path transform="translate({} {}) rotate({})" d="M0 0l-9-9h18z"/>'
    return mark_safe("".join(arrow.format(one.x, one.y, one.turn) for one in drawn.mouths))


def tiles(drawn, action):
    """The tiles; those that support lead to their pairs of `action`."""
    pairs, helped = f"{reverse('pair_list')}?action={action.slug}&amp;province=", escape(pgettext("map", "helped"))
    kinds = {"source": lambda tile: source(tile, pairs), "target": lambda tile: target(tile, helped), "other": other}
    return mark_safe("\n".join(kinds[tile.kind](tile) for tile in drawn.tiles))


def names(tile):
    """The name of a province where there is room, and where there is little."""
    if not reads_default():
        return tile.province.letters, tile.province.letters
    return escape(tile.province.label), escape(tile.province.short)


def source(tile, pairs):
    told = ngettext("%(province)s: %(counter)s pair", "%(province)s: %(counter)s pairs", tile.count)
    told = escape(told % {"province": tile.province.label, "counter": tile.count})
    wide, narrow = names(tile)
    return (
        f'<a class="tile shade-{tile.shade}" href="{pairs}{tile.province.value}" aria-label="{told}">'
        f'<g transform="translate({tile.x} {tile.y})"><circle cx="26" cy="26" r="26"/>'
        f'<g class="wide"><text x="26" y="24">{wide}</text><text class="n" x="26" y="42">{tile.count}</text></g>'
        f'<g class="narrow"><text x="26" y="24">{narrow}</text><text class="n" x="26" y="43">{tile.count}</text></g>'
        "</g></a>"
    )


def target(tile, helped):
    wide, narrow = names(tile)
    return (
        f'<g class="tile target" transform="translate({tile.x} {tile.y})"><rect width="52" height="52" rx="1"/>'
        f'<g class="wide"><text x="26" y="24">{wide}</text><text class="n" x="26" y="41">{helped}</text></g>'
        f'<g class="narrow"><text x="26" y="36">{narrow}</text></g></g>'
    )


def other(tile):
    wide, narrow = names(tile)
    return (
        f'<g class="tile other" aria-hidden="true" transform="translate({tile.x} {tile.y})">'
        f'<rect x="4" y="4" width="44" height="44" rx="14"/><text class="wide" x="26" y="31">{wide}</text>'
        f'<text class="narrow" x="26" y="34">{narrow}</text></g>'
    )
