// SPDX-License-Identifier: Apache-2.0 OR MIT
// JSON for calls of the host: what a script does to builtins or to module json does not change it.

/** Part of the prelude: what the others are made with. */
export const preludeJson = String.raw`
import builtins

# Functions look up names of the language here from now on, not where scripts can change them.
__builtins__ = dict(vars(builtins))

import _json, math


class JsonReader:
    "What the decoder in C is made of."
    strict, memo = True, {}
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


read_json = _json.make_scanner(JsonReader)


def no_json(value):
    raise TypeError("a value of type %s has no JSON form" % type(value).__name__)


write_json = _json.make_encoder(
    None, no_json, _json.encode_basestring_ascii, None, ":", ",", False, False, False,
)


def encode(value):
    "JSON text of a value that plain_json made."
    return "".join(write_json(value, 0))


def decode(text):
    "Value of JSON text without white space around it."
    return read_json(text, 0)[0]


MAX_EXACT, MAX_DEPTH = 2**53, 200


def plain_json(value, inside=()):
    "The value made of JSON's own types; raises TypeError or ValueError, naming what has no JSON form."
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, float):
        return float.__float__(value) if math.isfinite(value) else None
    if isinstance(value, int):
        if -MAX_EXACT < value < MAX_EXACT:
            return int.__int__(value)
        raise ValueError("an int of 2**53 or more has no exact JSON form")
    if not isinstance(value, (dict, list, tuple)):
        no_json(value)
    if id(value) in inside:
        raise ValueError("a %s that holds itself has no JSON form" % type(value).__name__)
    if len(inside) >= MAX_DEPTH:
        raise ValueError("a value nested more than %d levels deep has no JSON form" % MAX_DEPTH)
    inside = (*inside, id(value))
    if isinstance(value, dict):
        return {plain_key(key): plain_json(each, inside) for key, each in dict.items(value)}
    items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    return [plain_json(each, inside) for each in items]


def plain_key(key):
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int) and not isinstance(key, bool):
        return int.__repr__(key)
    raise TypeError("a key of type %s has no JSON form" % type(key).__name__)
`;
