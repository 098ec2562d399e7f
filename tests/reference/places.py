"""Addresses and networks read slowly: integers and masks, digit by digit, without the standard library's module."""

from __future__ import annotations

Place = tuple[int, int]
"""The version, and the address as a number."""


def four(text: str) -> int | None:
    """An IPv4 address: four decimal numbers without a leading zero."""
    parts = text.split(".")
    if len(parts) != 4:
        return None
    total = 0
    for part in parts:
        if not part or set(part) - set("0123456789") or (len(part) > 1 and part[0] == "0") or int(part) > 255:
            return None
        total = total * 256 + int(part)
    return total


def six(text: str) -> int | None:
    """An IPv6 address: eight groups of sixteen bits, one run of zeros left out, the last two as IPv4 if so written."""
    head, _, tail = text.rpartition(":")
    if "." in tail:
        last = four(tail)
        if last is None:
            return None
        text = f"{head}:{last >> 16:x}:{last & 0xFFFF:x}"
    if text.count("::") > 1 or ":::" in text:
        return None
    left, gap, right = text.partition("::")
    before, after = (part.split(":") if part else [] for part in (left, right))
    missing = 8 - len(before) - len(after)
    if (gap and missing < 1) or (not gap and missing):
        return None
    total = 0
    for group in [*before, *["0"] * missing, *after]:
        if not 1 <= len(group) <= 4 or set(group) - set("0123456789abcdefABCDEF"):
            return None
        total = total << 16 | int(group, 16)
    return total


def place(text: str) -> Place | None:
    """An address, IPv4 undressed of its IPv6; none for what is doubtful."""
    if (plain := four(text)) is not None:
        return 4, plain
    number = six(text)
    if number is None:
        return None
    if number >> 32 == 0xFFFF:
        return 4, number & 0xFFFFFFFF
    return None if 1 < number < 1 << 32 else (6, number)


def hop(text: str) -> tuple[Place, int | None] | None:
    """One hop: an address, an IPv4 one with its port, a bracketed IPv6 one with or without."""
    if (bare := place(text)) is not None:
        return bare, None
    address, colon, digits = text.rpartition(":")
    if text.endswith("]"):
        address, colon, digits = text, "", ""
    inside = address[1:-1] if address.startswith("[") and address.endswith("]") else None
    found = place(address) if inside is None else place(inside)
    if found is None or ("." in address and ":" not in address) == (inside is not None):
        return None
    if inside is None and ":" in address:
        return None
    if not colon:
        return found, None
    if not 1 <= len(digits) <= 5 or set(digits) - set("0123456789") or not 0 < int(digits) < 65_536:
        return None
    return found, int(digits)


def holds(network: tuple[int, int, int], at: Place) -> bool:
    """Whether a network (version, first, prefix) holds an address: bit by bit from the left."""
    version, first, prefix = network
    bits = 32 if version == 4 else 128
    return at[0] == version and all(first >> bit & 1 == at[1] >> bit & 1 for bit in range(bits - prefix, bits))


def client(peer: Place, forwarded: list[str], proxies: list[tuple[int, int, int]]) -> tuple[Place, int | None] | None:
    """Who speaks behind the proxies: the first hop from the right that is none of them; none where it is doubtful."""
    speaking: tuple[Place, int | None] | None = peer, None
    hops = [each for value in forwarded for each in value.split(",")] if any(map(str.strip, forwarded)) else []
    while speaking is not None and any(holds(proxy, speaking[0]) for proxy in proxies):
        speaking = hop(hops.pop().strip(" \t")) if hops else None
    return speaking
