"""The REST API's page, made from its own OpenAPI document: no outside script, readable without any."""

import json
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    parameters: list[dict[str, Any]]
    body: str  # an example, JSON
    answers: list[tuple[str, str]]
    anchor: str


def content(schema: dict[str, Any]) -> dict[str, Any]:
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                tag = (methods[method].get("tags") or ["CDOS"])[0]
                groups.setdefault(tag, []).append(_operation(method, path, methods[method], schema))
    return {"groups": groups, "info": schema["info"]}


def _operation(method: str, path: str, found: dict[str, Any], schema: dict[str, Any]) -> Operation:
    return Operation(
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        description=found.get("description", ""),
        parameters=[_parameter(p, schema) for p in found.get("parameters", [])],
        body=_body(found, schema),
        answers=[
            (str(status), str(answer.get("description", ""))) for status, answer in found["responses"].items()
        ],
        anchor=found.get("operationId", f"{method}-{path}"),
    )


def _parameter(parameter: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    shape = parameter.get("schema", {})
    return {
        "name": parameter["name"],
        "place": parameter.get("in", ""),
        "required": parameter.get("required", False),
        "type": _type(shape, schema),
        "text": parameter.get("description") or shape.get("description", ""),
    }


def _body(found: dict[str, Any], schema: dict[str, Any]) -> str:
    for kind, media in found.get("requestBody", {}).get("content", {}).items():
        example = _example(media.get("schema", {}), schema, 0)
        return json.dumps(example, ensure_ascii=False, indent=2) if "json" in kind else f"{kind}: {example}"
    return ""


def _resolve(shape: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = shape.get("$ref", "")
    if reference:
        found: dict[str, Any] = schema["components"]["schemas"].get(reference.rsplit("/", 1)[-1], {})
        return found
    options = shape.get("anyOf") or shape.get("allOf")
    return _resolve(options[0], schema) if options else shape


def _type(shape: dict[str, Any], schema: dict[str, Any]) -> str:
    shape = _resolve(shape, schema)
    if shape.get("enum"):
        return " | ".join(map(str, shape["enum"]))
    return str(shape.get("format") or shape.get("type") or "")


def _example(shape: dict[str, Any], schema: dict[str, Any], depth: int) -> Any:
    """A value of this shape; depth ends shapes that hold themselves."""
    if "example" in shape or "default" in shape:
        return shape.get("example", shape.get("default"))
    shape = _resolve(shape, schema)
    if shape.get("enum"):
        return shape["enum"][0]
    if depth < 5 and "properties" in shape:
        return {name: _example(inner, schema, depth + 1) for name, inner in shape["properties"].items()}
    if shape.get("type") == "array":
        return [_example(shape.get("items", {}), schema, depth + 1)] if depth < 5 else []
    return {"integer": 0, "number": 0.0, "boolean": False, "string": "…"}.get(str(shape.get("type")))
