# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The JSON Schemas of the messages: one file for each message type, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

HERE = Path(__file__).resolve().parent
#: Installed, the schemas lie within the package; in the repository beside it.
FOLDER = next(folder for folder in (HERE / "schemas", HERE.parent / "schemas") if folder.is_dir())


@cache
def _registry() -> Registry:
    common = json.loads((FOLDER / "common.json").read_text("utf-8"))
    return Registry().with_resource("common.json", Resource.from_contents(common))


def known_types() -> frozenset[str]:
    """Message types that have a schema."""
    names = {path.stem for path in FOLDER.glob("*.json")}
    return frozenset(names - {"common", "registration"})


@cache
def document(name: str) -> dict[str, Any]:
    """The schema of a message type, as written."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@cache
def _validator(name: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(document(name))
    return Draft202012Validator(document(name), registry=_registry())


def problem(name: str, value: Any) -> str | None:
    """Why `value` does not fit the schema `name`, with the path; None when it fits."""
    error = best_match(_validator(name).iter_errors(value))
    if error is None:
        return None
    return f"{error.json_path}: {error.message}"[:400]
